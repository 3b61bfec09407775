import {
  ForwardedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  ALL_KEYS,
  type ApplicationDeployment,
  type ApplicationDetails,
  type ResourceDetail,
  type SecretKeyDetail,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type {
  ApplicationDetail,
  ExternalSecret,
} from '../argocd/detailSchemas';
import {
  applicationSetOf,
  readConditions,
  readOperation,
  readResources,
} from './applicationDetail';
import type { ComparedResource, SecretFailure } from './Diagnosis';
import { toLine } from './text';

type Client = Pick<ArgoCdClient, 'get' | 'syncWindows' | 'externalSecret'>;

interface Reading {
  secretFailure?: SecretFailure;
  signal: AbortSignal;
}

type Optional = <T>(part: string, answer: Promise<T>) => Promise<T | undefined>;

/**
 * Reads all that is shown when someone opens an Application: one request for it, one for its sync windows, one for each ExternalSecret. What can't be read is named.
 *
 * @throws NotFoundError, ServiceUnavailableError, ForwardedError
 */
export async function readDetails(
  client: Client,
  application: Application,
  deployment: ApplicationDeployment,
  options: Reading,
): Promise<ApplicationDetails> {
  const { optional, unavailable } = parts(options.signal);
  const detail = await readApplication(client, application, options.signal);
  const [windows, secretKeys] = await Promise.all([
    optional('syncWindows', client.syncWindows(application, options.signal)),
    secretKeysIn(detail, client, application, optional, options),
  ]);
  const sources =
    detail.spec.sources.length > 0
      ? detail.spec.sources
      : [detail.spec.source].flatMap(one => one ?? []);
  return {
    deployment,
    source: sources.map(one => ({
      repository: one.repoURL ?? '',
      path: one.path || one.chart || null,
      targetRevision: one.targetRevision || null,
    })),
    automatedSync: application.automated,
    applicationSet: applicationSetOf(detail) ?? null,
    operation: operationOf(detail),
    conditions: readConditions(detail).map(({ type, message, since }) => ({
      type,
      message: toLine(message),
      since: since ?? null,
    })),
    resources: resourceDetails(readResources(detail), detail),
    history: historyOf(detail),
    secretKeys,
    syncWindows: windows ? windowsOf(windows) : [],
    unavailable,
  };
}

/** Of the details, what another environment's are held against: one request less. */
export type SecretKeys = Pick<ApplicationDetails, 'secretKeys' | 'unavailable'>;

/** @throws NotFoundError, ServiceUnavailableError, ForwardedError */
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

/** Reads parts of which each may fail by itself: those are named. */
function parts(signal: AbortSignal) {
  const unavailable: ApplicationDetails['unavailable'] = [];
  const optional: Optional = async (part, answer) => {
    try {
      return await answer;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ArgoCdError)) throw error;
      unavailable.push({ part, reason: error.message });
      return undefined;
    }
  };
  return { optional, unavailable };
}

async function readApplication(
  client: Client,
  application: Application,
  signal: AbortSignal,
): Promise<ApplicationDetail> {
  return client.get(application, signal).catch(error => {
    throw asBackstageError(error, application);
  });
}

async function secretKeysIn(
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
        `ExternalSecret ${resource.name}`,
        client.externalSecret(application, resource, signal),
      );
      return secret ? secretKeysOf(resource.name, secret, secretFailure) : [];
    });
  return (await Promise.all(keys)).flat();
}

function operationOf(
  detail: ApplicationDetail,
): ApplicationDetails['operation'] {
  const state = detail.status?.operationState;
  const operation = readOperation(detail);
  if (!state || !operation) return null;
  return {
    phase: state.phase ?? 'Unknown',
    message: operation.message ? toLine(operation.message) : null,
    revision: operation.revision ?? null,
    startedAt: state.startedAt ?? null,
    finishedAt: state.finishedAt ?? null,
    initiatedBy: initiator(state.operation?.initiatedBy),
    retries: operation.retries,
  };
}

/** In the order of their waves, what the operation applied joined with what the comparison shows: only the latter knows waves, only the former phases. */
function resourceDetails(
  resources: ComparedResource[],
  detail: ApplicationDetail,
): ResourceDetail[] {
  const applied = new Map(
    (readOperation(detail)?.resources ?? []).map(one => [
      `${one.group}/${one.kind}/${one.namespace}/${one.name}`,
      one,
    ]),
  );
  return resources
    .map(one => {
      const result = applied.get(
        `${one.group}/${one.kind}/${one.namespace}/${one.name}`,
      );
      const message = result?.message ?? one.healthMessage;
      return {
        group: one.group,
        kind: one.kind,
        namespace: one.namespace,
        name: one.name,
        wave: one.wave,
        hook: result?.hook ?? (one.isHook ? 'Unknown' : null),
        sync: one.sync ?? null,
        health: one.health ?? null,
        operationPhase: result?.phase ?? null,
        message: message ? toLine(message) : null,
        images: [...(result?.images ?? [])],
      };
    })
    .sort(
      (a, b) =>
        a.wave - b.wave ||
        a.kind.localeCompare(b.kind) ||
        a.name.localeCompare(b.name),
    );
}

function historyOf(detail: ApplicationDetail): ApplicationDetails['history'] {
  return [...(detail.status?.history ?? [])].reverse().map(one => ({
    id: one.id ?? 0,
    revision: one.revision || one.revisions[0] || null,
    deployedAt: one.deployedAt ?? null,
    startedAt: one.deployStartedAt ?? null,
    initiatedBy: initiator(one.initiatedBy),
  }));
}

function initiator(
  by:
    | { username?: string | null; automated?: boolean | null }
    | null
    | undefined,
): string | null {
  if (by?.username) return toLine(by.username);
  return by?.automated ? 'auto-sync' : null;
}

/** A key is ready where its ExternalSecret is. Where that failed, only what an event names is known to be missing; the others are not confirmed. */
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

function windowsOf(windows: {
  activeWindows: Window[];
  assignedWindows: Window[];
}): ApplicationDetails['syncWindows'] {
  const name = ({ kind, schedule, duration }: Window) =>
    `${kind} ${schedule} ${duration}`;
  const active = new Set(windows.activeWindows.map(name));
  return windows.assignedWindows.map(window => ({
    kind: window.kind ?? '',
    schedule: window.schedule ?? '',
    duration: window.duration ?? '',
    active: active.has(name(window)),
  }));
}

type Window = {
  kind?: string | null;
  schedule?: string | null;
  duration?: string | null;
};

function asBackstageError(
  error: unknown,
  { instance, name }: Application,
): Error {
  if (!(error instanceof ArgoCdError))
    return new ForwardedError(
      `Reading ${name} from Argo CD ${instance} failed`,
      error,
    );
  if (error.problem === 'notFound')
    return new NotFoundError(`Argo CD ${instance} no longer has ${name}`);
  return new ServiceUnavailableError(
    `Argo CD ${instance} can't be read: ${error.message}`,
  );
}
