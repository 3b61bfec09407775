import type {
  ApplicationDeployment,
  ApplicationDetails,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { ApplicationDetail } from '../argocd/detailSchemas';
import {
  applicationSetOf,
  readConditions,
  readOperation,
} from '../diagnosis/applicationDetail';
import { CommitHosts, Commits, commitsOf } from './commits';
import type { Diagnosed } from './diagnosed';
import { linksOf } from './links';
import { parts, readApplication } from './readApplication';
import { resourceDetails } from './resources';
import { Reading, secretsIn } from './secretKeys';
import { toLine } from '../judgement/text';

/** What is read for somebody who opens an Application; the rest was read with its diagnosis. */
export type ReadDetails = Omit<
  ApplicationDetails,
  keyof Diagnosed | 'applicationSetConditions' | 'goldenPath'
>;

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
  const [windows, deepLinks, secrets] = await Promise.all([
    optional(
      { part: 'syncWindows', name: null },
      client.syncWindows(application, options.signal),
    ),
    readDeepLinks(client, application, options.signal),
    secretsIn(detail, client, application, optional, options),
  ]);
  const commits = commitsOf(detail, options.hosts);
  return {
    deployment,
    source: commits.sources,
    links: linksOf(deepLinks, application.externalUrls),
    automatedSync: application.automated,
    selfHeal: application.selfHeals,
    applicationSet: applicationSetOf(detail) ?? null,
    parent: parentOf(detail),
    operation: operationOf(detail, commits),
    conditions: readConditions(detail).map(({ type, message, since }) => ({
      type,
      message: toLine(message),
      since: since ?? null,
    })),
    resources: resourceDetails(detail),
    history: historyOf(detail, commits),
    ...secrets,
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
    retryLimit: limitOf(operation.retryLimit),
  };
}

/** Argo CD retries without end where the limit is below 0, and not at all without one. */
function limitOf(limit: number = 0): number | null {
  return limit < 0 ? null : limit;
}

/** Argo CD writes `<Application>:<group>/<kind>:<namespace>/<name>` on what it deploys. */
function parentOf({ metadata }: ApplicationDetail): string | null {
  const tracking = metadata.annotations?.['argocd.argoproj.io/tracking-id'];
  const parent = /^([^:]+):argoproj\.io\/Application:/.exec(
    tracking ?? '',
  )?.[1];
  return parent ? toLine(parent) : null;
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
