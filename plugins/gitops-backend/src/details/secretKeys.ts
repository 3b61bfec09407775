import {
  ALL_KEYS,
  type ApplicationDetails,
  type ExternalSecretDetail,
  type SecretKeyDetail,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import {
  type ApplicationDetail,
  type ExternalSecret,
  externalSecret,
  type ManagedResources,
} from '../argocd/detailSchemas';
import { readResources } from '../diagnosis/applicationDetail';
import { parseManifest } from '../diagnosis/manifests';
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

/** An ExternalSecret of an Application. */
export interface SeenSecret {
  readonly name: string;
  /** As it is in the cluster; undefined where it is not there */
  readonly secret?: ExternalSecret;
}

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
    .map(async ({ health, ...resource }): Promise<SeenSecret | undefined> => {
      const { name } = resource;
      if (health === 'Missing') return { name };
      const secret = await optional(
        { part: 'externalSecret', name },
        client.externalSecret(application, resource, signal),
      );
      return secret && { name, secret };
    });
  const seen = (await Promise.all(all)).filter(one => one !== undefined);
  return keysOfSecrets(seen, secretFailure);
}

/**
 * Those among the manifests that Argo CD has of the cluster. Undefined where one of them can't be
 * understood.
 */
export function secretsInManifests({
  items,
}: ManagedResources): SeenSecret[] | undefined {
  const seen: SeenSecret[] = [];
  for (const { kind, name, liveState } of items) {
    if (kind !== 'ExternalSecret') continue;
    const live = parseManifest(liveState);
    const read = live && externalSecret.safeParse(live);
    if (read?.success === false) return undefined;
    seen.push({ name, secret: read?.data });
  }
  return seen;
}

export function keysOfSecrets(
  seen: readonly SeenSecret[],
  failure: SecretFailure | undefined,
): Omit<SecretKeys, 'unavailable'> {
  return {
    externalSecrets: seen.map(({ name, secret }) =>
      secret ? externalSecretOf(name, secret) : missing(name),
    ),
    secretKeys: seen.flatMap(({ name, secret }) =>
      secret ? secretKeysOf(name, secret, failure) : [],
    ),
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
  name: string,
  secret: ExternalSecret,
  failure: SecretFailure | undefined,
): SecretKeyDetail[] {
  const isReady =
    secret.status?.conditions.some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    ) ?? false;
  const stateOf = (secretKey: string): SecretKeyDetail['state'] => {
    if (isReady) return 'ready';
    return isMissing(name, secretKey, failure) ? 'missing' : 'notConfirmed';
  };
  const whole = secret.spec.dataFrom.map(({ extract }) => ({
    secretKey: ALL_KEYS,
    remoteRef: { key: extract?.key ?? '', property: extract?.property },
  }));
  return [...secret.spec.data, ...whole].map(({ secretKey, remoteRef }) => ({
    externalSecret: name,
    key: secretKey,
    remoteKey: remoteRef?.key ?? '',
    remoteProperty: remoteRef?.property ?? null,
    store: secret.spec.secretStoreRef?.name ?? '',
    state: stateOf(secretKey),
    refreshedAt: secret.status?.refreshTime ?? null,
  }));
}

function isMissing(
  name: string,
  secretKey: string,
  failure: SecretFailure | undefined,
): boolean {
  return failure?.externalSecret === name && failure.secretKey === secretKey;
}
