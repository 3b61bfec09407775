import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { Schema, ValidationError, Validator } from 'jsonschema';

/** Resources whose schemas were read from a real API server, by their API version and kind. */
const files: Readonly<Record<string, string>> = {
  'argoproj.io/v1alpha1 Application': 'Application.v1alpha1.json',
  'argoproj.io/v1alpha1 ApplicationSet': 'ApplicationSet.v1alpha1.json',
  'external-secrets.io/v1 ExternalSecret': 'ExternalSecret.v1.json',
  'external-secrets.io/v1 SecretStore': 'SecretStore.v1.json',
  'external-secrets.io/v1 ClusterSecretStore': 'ClusterSecretStore.v1.json',
  'argocd-image-updater.argoproj.io/v1alpha1 ImageUpdater':
    'ImageUpdater.v1alpha1.json',
};
const MAX_NAMED = 5;

const schemas = new Map<string, Schema>();

/**
 * Refuses a manifest that an API server would not take, or would take without a field that it doesn't know. Kinds without a schema here pass.
 *
 * @param file - where it is written, for the sentence
 * @throws InputError which names the path and the reason
 */
export function checkManifest(manifest: object, file: string): void {
  const { apiVersion, kind } = manifest as {
    apiVersion?: string;
    kind?: string;
  };
  const schema = schemaOf(`${apiVersion} ${kind}`);
  if (!schema) return;
  // It reads a schema as it goes: to compile that of an ApplicationSet would take seconds
  const { errors } = new Validator().validate(manifest, schema);
  if (errors.length === 0) return;
  const reasons = errors.slice(0, MAX_NAMED).map(reasonOf);
  throw new InputError(
    `The ${kind} in ${file} is not what Kubernetes takes: ${[
      ...new Set(reasons),
    ].join('; ')}`,
  );
}

function schemaOf(name: string): Schema | undefined {
  const file = Object.hasOwn(files, name) ? files[name] : undefined;
  const known = schemas.get(name);
  if (!file || known) return known;
  const path = resolvePackagePath(
    'backstage-plugin-scaffolder-backend-module-gitops',
    'schemas',
    file,
  );
  const { schema } = JSON.parse(readFileSync(path, 'utf8'));
  const made = closed(schema, true) as Schema;
  schemas.set(name, made);
  return made;
}

/** The schema with every object closed: an API server drops unknown fields without a word. */
function closed(schema: unknown, isRoot = false): unknown {
  if (Array.isArray(schema)) return schema.map(item => closed(item));
  if (typeof schema !== 'object' || schema === null) return schema;
  const all = schema as Record<string, unknown>;
  const own = Object.fromEntries(
    Object.entries(all).map(([key, value]) => [
      key,
      // Names of fields, not keywords
      key === 'properties'
        ? Object.fromEntries(
            Object.entries(value as object).map(([name, item]) => [
              name,
              closed(item),
            ]),
          )
        : closed(value),
    ]),
  );
  const isOpen =
    all['x-kubernetes-preserve-unknown-fields'] === true ||
    'additionalProperties' in all;
  if (!('properties' in all) || isOpen) return own;
  return isRoot
    ? {
        ...own,
        additionalProperties: false,
        required: ['apiVersion', 'kind', 'metadata', 'spec'],
      }
    : { ...own, additionalProperties: false };
}

function reasonOf({ path, name, argument, message }: ValidationError): string {
  const where = path.join('.') || 'the manifest';
  switch (name) {
    case 'additionalProperties':
      return `${where} has no field ${argument}`;
    case 'required':
      return `${where} lacks ${argument}`;
    case 'enum':
      return `${where} is none of ${(argument as unknown[]).join(', ')}`;
    default:
      return `${where} ${message}`;
  }
}
