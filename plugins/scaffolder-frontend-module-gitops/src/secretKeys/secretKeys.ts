import { ApiHolder, configApiRef } from '@backstage/frontend-plugin-api';
import {
  SecretStoreKind,
  secretStoreKinds,
} from 'backstage-plugin-gitops-common';

/** A key of a secret that a service reads: names, never the value. */
export interface SecretKey {
  /** Of the environment variable in the container */
  secretKey: string;
  /** In the store; `{environment}` and `{service}` stand for names */
  key: string;
  /** Of a field of the store's JSON; the whole value without it */
  property?: string;
}

/** The rows in a form's value. The form fills in items without fields where `minItems` is given. */
export function rowsIn(value: unknown): SecretKey[] {
  return Array.isArray(value) ? value.map(rowIn) : [];
}

function rowIn(value: unknown): SecretKey {
  const row = Object(value ?? {}) as Record<string, unknown>;
  const property = textIn(row.property);
  return {
    secretKey: textIn(row.secretKey),
    key: textIn(row.key),
    ...(property !== '' && { property }),
  };
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The kind of store that a template names. */
export function storeIn(
  uiOptions: { store?: unknown } | undefined,
): SecretStoreKind {
  return secretStoreKinds.find(one => one === uiOptions?.store) ?? 'aws';
}

/** What keys have to begin with; undefined where the portal is not configured otherwise. */
export function keyPrefixes(apis: ApiHolder): string[] | undefined {
  return apis
    .get(configApiRef)
    ?.getOptionalStringArray('scaffolder.gitops.secretKeys.prefixes');
}
