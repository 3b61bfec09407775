import {
  ALL_KEYS,
  type ApplicationDetails,
  type SecretKeyDetail,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import type {
  ApplicationDetail,
  ExternalSecret,
} from '../argocd/detailSchemas';
import { readResources } from '../diagnosis/applicationDetail';
import type { SecretFailure } from '../inventory/Diagnosis';
import { Optional, parts, readApplication } from './readApplication';

type Client = Pick<ArgoCdClient, 'get' | 'externalSecret'>;

export interface Reading {
  secretFailure?: SecretFailure;
  signal: AbortSignal;
}

/** Of the details, what another environment's are held against: one request less. */
export type SecretKeys = Pick<ApplicationDetails, 'secretKeys' | 'unavailable'>;

/** @throws NotFoundError, PortalRefusedError, ServiceUnavailableError */
export async function readSecretKeys(
  client: Client,
  application: Application,
  options: Reading,
): Promise<SecretKeys> {
  const { optional, unavailable } = parts(options.signal);
  const detail = await readApplication(client, application, options.signal);
  const secretKeys = await secretKeysIn(
    detail,
    client,
    application,
    optional,
    options,
  );
  return { secretKeys, unavailable };
}

/** Of an Application that has been read. */
export async function secretKeysIn(
  detail: ApplicationDetail,
  client: Client,
  application: Application,
  optional: Optional,
  { signal, secretFailure }: Reading,
): Promise<SecretKeyDetail[]> {
  const keys = readResources(detail)
    .filter(
      ({ kind, health }) => kind === 'ExternalSecret' && health !== 'Missing',
    )
    .map(async resource => {
      const secret = await optional(
        { part: 'externalSecret', name: resource.name },
        client.externalSecret(application, resource, signal),
      );
      return secret ? secretKeysOf(resource.name, secret, secretFailure) : [];
    });
  return (await Promise.all(keys)).flat();
}

/**
 * A key is ready where its ExternalSecret is. Where that failed, only what an event names is known
 * to be missing; the others are not confirmed.
 */
function secretKeysOf(
  externalSecret: string,
  secret: ExternalSecret,
  failure: SecretFailure | undefined,
): SecretKeyDetail[] {
  const isReady =
    secret.status?.conditions.some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    ) ?? false;
  const stateOf = (secretKey: string): SecretKeyDetail['state'] => {
    if (isReady) return 'ready';
    return isMissing(externalSecret, secretKey, failure)
      ? 'missing'
      : 'notConfirmed';
  };
  const whole = secret.spec.dataFrom.map(({ extract }) => ({
    secretKey: ALL_KEYS,
    remoteRef: { key: extract?.key ?? '', property: extract?.property },
  }));
  return [...secret.spec.data, ...whole].map(({ secretKey, remoteRef }) => ({
    externalSecret,
    key: secretKey,
    remoteKey: remoteRef?.key ?? '',
    remoteProperty: remoteRef?.property ?? null,
    store: secret.spec.secretStoreRef?.name ?? '',
    state: stateOf(secretKey),
    refreshedAt: secret.status?.refreshTime ?? null,
  }));
}

function isMissing(
  externalSecret: string,
  secretKey: string,
  failure: SecretFailure | undefined,
): boolean {
  return (
    failure?.externalSecret === externalSecret &&
    failure.secretKey === secretKey
  );
}
