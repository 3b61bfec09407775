import type {
  ApplicationDeployment,
  ApplicationDetails,
  ResourceDetail,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { ApplicationDetail } from '../argocd/detailSchemas';
import {
  applicationSetOf,
  readConditions,
  readOperation,
  readResources,
} from '../diagnosis/applicationDetail';
import type { ComparedResource } from '../inventory/Diagnosis';
import { CommitHosts, Commits, commitsOf } from './commits';
import { linksOf } from './links';
import { parts, readApplication } from './readApplication';
import { Reading, secretKeysIn } from './secretKeys';
import { toLine } from '../judgement/text';

/** What is read for somebody who opens an Application; the log of a failure was read before. */
export type ReadDetails = Omit<ApplicationDetails, 'failureLog'>;

/** What is asked of an Application's Argo CD. */
export type DetailsClient = Pick<
  ArgoCdClient,
  'get' | 'syncWindows' | 'externalSecret' | 'deepLinks'
>;

/**
 * Reads all that is shown when someone opens an Application: one request for it, one for its sync
 * windows, one for each ExternalSecret. What can't be read is named.
 *
 * @throws NotFoundError, PortalRefusedError, ServiceUnavailableError
 */
export async function readDetails(
  client: DetailsClient,
  application: Application,
  deployment: ApplicationDeployment,
  options: Reading & { hosts?: CommitHosts },
): Promise<ReadDetails> {
  const { optional, unavailable } = parts(options.signal);
  const detail = await readApplication(client, application, options.signal);
  const [windows, deepLinks, secretKeys] = await Promise.all([
    optional(
      { part: 'syncWindows', name: null },
      client.syncWindows(application, options.signal),
    ),
    readDeepLinks(client, application, options.signal),
    secretKeysIn(detail, client, application, optional, options),
  ]);
  const commits = commitsOf(detail, options.hosts);
  return {
    deployment,
    source: commits.sources,
    links: linksOf(deepLinks, application.externalUrls),
    automatedSync: application.automated,
    applicationSet: applicationSetOf(detail) ?? null,
    operation: operationOf(detail, commits),
    conditions: readConditions(detail).map(({ type, message, since }) => ({
      type,
      message: toLine(message),
      since: since ?? null,
    })),
    resources: resourceDetails(readResources(detail), detail),
    history: historyOf(detail, commits),
    secretKeys,
    syncWindows: windows ? windowsOf(windows) : [],
    unavailable,
  };
}

/** Servers that know no deep links, or refuse them, have none to show. */
async function readDeepLinks(
  client: DetailsClient,
  application: Application,
  signal: AbortSignal,
) {
  try {
    return (await client.deepLinks(application, signal)).items;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ArgoCdError)) throw error;
    return [];
  }
}

function operationOf(
  detail: ApplicationDetail,
  commits: Commits,
): ApplicationDetails['operation'] {
  const state = detail.status?.operationState;
  const operation = readOperation(detail);
  if (!state || !operation) return null;
  const revision = operation.revisions[0] ?? null;
  return {
    phase: state.phase ?? 'Unknown',
    message: operation.message ? toLine(operation.message) : null,
    revision,
    commitUrl: commits.urlOf(state.syncResult, revision),
    startedAt: state.startedAt ?? null,
    finishedAt: state.finishedAt ?? null,
    initiatedBy: initiator(state.operation?.initiatedBy),
    retries: operation.retries,
  };
}

/**
 * In the order of their waves, what the operation applied joined with what the comparison shows:
 * only the latter knows waves, only the former phases.
 */
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

function historyOf(
  detail: ApplicationDetail,
  commits: Commits,
): ApplicationDetails['history'] {
  return [...(detail.status?.history ?? [])].reverse().map(one => {
    const revision = one.revision || one.revisions[0] || null;
    return {
      id: one.id ?? 0,
      revision,
      commitUrl: commits.urlOf(one, revision),
      deployedAt: one.deployedAt ?? null,
      startedAt: one.deployStartedAt ?? null,
      initiatedBy: initiator(one.initiatedBy),
    };
  });
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
