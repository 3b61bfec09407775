import type { Application } from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError, ArgoCdProblem } from '../argocd/ArgoCdError';
import type { ResourceTree } from '../argocd/detailSchemas';
import { isSameMoment } from '../argocd/isSameMoment';
import {
  ComparedResource,
  Diagnosis,
  isSameResource,
} from '../inventory/Diagnosis';
import {
  applicationSetOf,
  readConditions,
  readOperation,
  readResources,
  readRevisions,
  readUnconfirmedDeletions,
} from './applicationDetail';
import { rollingStepOf } from './applicationSet';
import { readKept } from './kept';
import { OtherMoment } from './OtherMoment';
import { podsOf } from './pods';
import { readSecretFailure } from './secretFailure';
import { isHeldByWindow, readSyncBlock } from './syncBlock';
import { isWorkload, readWorkloads } from './workloads';

export type DiagnosisClient = Pick<
  ArgoCdClient,
  | 'get'
  | 'resourceTree'
  | 'managedResources'
  | 'events'
  | 'applicationSet'
  | 'syncWindows'
  | 'project'
>;

/** Problems that may pass. A missing right or resource stays missing until a change. */
const passingProblems: ArgoCdProblem[] = [
  'serverError',
  'timeout',
  'unreachable',
  'rateLimited',
];

/**
 * Reads what the list cannot say of an Application: three to seven requests. The Application
 * itself has to be readable; other parts that can't be read are left out, and `problem` says why
 * where they may be readable later.
 *
 * @throws ArgoCdError, OtherMoment
 */
export async function diagnose(
  client: DiagnosisClient,
  application: Application,
  signal: AbortSignal,
  now: number = Date.now(),
): Promise<Diagnosis> {
  const detail = await client.get(application, signal);
  if (!isSameMoment(detail, application)) throw new OtherMoment();
  let problem: ArgoCdError | undefined;
  const optional = <T>(answer: Promise<T>) =>
    answer.catch((error: unknown): undefined => {
      signal.throwIfAborted();
      if (!(error instanceof ArgoCdError)) throw error;
      if (passingProblems.includes(error.problem)) problem ??= error;
    });
  const isOutOfSync = application.sync !== 'Synced';
  const set = applicationSetOf(detail);
  const operation = readOperation(detail);
  const isRunning = application.operationPhase === 'Running';
  const isHeld = isRunning && isHeldByWindow(operation?.message);
  const [tree, managed, applicationSet, syncWindow] = await Promise.all([
    optional(client.resourceTree(application, signal)),
    optional(client.managedResources(application, signal)),
    isOutOfSync && set
      ? optional(
          client.applicationSet(
            { namespace: application.namespace, name: set },
            signal,
          ),
        )
      : undefined,
    isHeld || (isOutOfSync && application.automated)
      ? optional(readSyncBlock(client, application, { signal, now }))
      : undefined,
  ]);
  const resources = readResources(detail);
  const { deletedSince } = application;
  const isDeleted = deletedSince !== undefined;
  const kept = readKept(resources, managed, detail, isDeleted);
  const revisions = readRevisions(detail.status?.sync);
  return {
    readAt: now,
    revisions,
    applicationSet: set,
    conditions: readConditions(detail),
    operation,
    resources: resources.filter(
      one =>
        isWorthKeeping(one) &&
        !kept?.ignored.some(other => isSameResource(one, other)),
    ),
    lastDeployed: readRevisions(detail.status?.history.at(-1)),
    pods:
      tree && podsOf(tree, { resources, applied: operation?.resources ?? [] }),
    workloads: managed && readWorkloads(managed),
    keptOnPurpose: kept?.unpruned,
    unconfirmedDeletions: isDeleted
      ? readUnconfirmedDeletions(detail, deletedSince)
      : undefined,
    pendingVolumes: tree && pendingVolumes(tree),
    secretFailure:
      tree &&
      (await optional(
        readSecretFailure(
          client,
          application,
          { operation, tree, managed },
          signal,
        ),
      )),
    rollingStep:
      applicationSet &&
      rollingStepOf(applicationSet, application.name, revisions),
    isApplicationSetUnreadable:
      isOutOfSync && set !== undefined && !applicationSet,
    syncWindow,
    problem,
  };
}

/** Drops, to save memory, what is Synced and Healthy and runs no Pods, such as a Service. */
function isWorthKeeping(resource: ComparedResource): boolean {
  const { sync, health, isHook, kind } = resource;
  return (
    isHook ||
    kind === 'ExternalSecret' ||
    isWorkload(resource) ||
    sync !== 'Synced' ||
    (health !== undefined && health !== 'Healthy')
  );
}

function pendingVolumes(tree: ResourceTree): string[] {
  return tree.nodes
    .filter(
      ({ kind, health }) =>
        kind === 'PersistentVolumeClaim' &&
        health?.status &&
        health.status !== 'Healthy',
    )
    .map(({ name }) => name);
}
