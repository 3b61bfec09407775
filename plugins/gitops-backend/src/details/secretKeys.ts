import {
  ALL_KEYS,
  type ApplicationDetails,
  type ExternalSecretDetail,
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
import { toLine } from '../judgement/text';
import { Optional, parts, readApplication } from './readApplication';

type Client = Pick<ArgoCdClient, 'get' | 'externalSecret'>;

export interface Reading {
  secretFailure?: SecretFailure;
  signal: AbortSignal;
}

/** Of the details, what another environment's are held against: one request less. */
export type SecretKeys = Pick<
  ApplicationDetails,
  'secretKeys' | 'externalSecrets' | 'unavailable'
>;

/** @throws NotFoundError, PortalRefusedError, ServiceUnavailableError */
export async function readSecretKeys(
  client: Client,
  application: Application,
  options: Reading,
): Promise<SecretKeys> {
  const { optional, unavailable } = parts(options.signal);
  const detail = await readApplication(client, application, options.signal);
  const secrets = await secretsIn(
    detail,
    client,
    application,
    optional,
    options,
  );
  return { ...secrets, unavailable };
}

/** Of an Application that has been read. What the cluster does not have is only named. */
export async function secretsIn(
  detail: ApplicationDetail,
  client: Client,
  application: Application,
  optional: Optional,
  { signal, secretFailure }: Reading,
): Promise<Omit<SecretKeys, 'unavailable'>> {
  const all = readResources(detail)
    .filter(({ kind }) => kind === 'ExternalSecret')
    .map(async ({ health, ...resource }) => {
      const { name } = resource;
      if (health === 'Missing') return { secret: missing(name), keys: [] };
      const read = await optional(
        { part: 'externalSecret', name },
        client.externalSecret(application, resource, signal),
      );
      return (
        read && {
          secret: externalSecretOf(name, read),
          keys: secretKeysOf(name, read, secretFailure),
        }
      );
    });
  const read = (await Promise.all(all)).filter(one => one !== undefined);
  return {
    externalSecrets: read.map(({ secret }) => secret),
    secretKeys: read.flatMap(({ keys }) => keys),
  };
}

function missing(name: string): ExternalSecretDetail {
  return {
    name,
    store: '',
    state: 'missing',
    message: null,
    refreshedAt: null,
  };
}

function externalSecretOf(
  name: string,
  { spec, status }: ExternalSecret,
): ExternalSecretDetail {
  const ready = status?.conditions.find(({ type }) => type === 'Ready');
  const state = ready?.status === 'True' ? 'ready' : 'notReady';
  return {
    name,
    store: spec.secretStoreRef?.name ?? '',
    state: ready ? state : 'unknown',
    message: ready?.message ? toLine(ready.message) : null,
    refreshedAt: status?.refreshTime ?? null,
  };
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
