import type { InstanceProblemKind } from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { ManagedResources, ResourceTree } from '../argocd/detailSchemas';
import { isSameMoment } from '../argocd/isSameMoment';
import {
  ComparedResource,
  Diagnosis,
  isSameResource,
  OperationResource,
} from '../inventory/Diagnosis';
import {
  applicationSetOf,
  isSkipped,
  readComparedTargets,
  readConditions,
  readOperation,
  readResources,
  readRevisions,
  readUnconfirmedDeletions,
} from './applicationDetail';
import { rollingStepOf } from './applicationSet';
import { deletionHookIn } from './deletionHook';
import { readFailureLog } from './failureLog';
import { finishedSyncsIn } from './finishedSyncs';
import { areImagesIgnored } from './ignoredImages';
import { readKept } from './kept';
import { OtherMoment } from './OtherMoment';
import { hasOtherWorkloads } from './otherWorkloads';
import { podsOf } from './pods';
import { podsRefusedIn } from './podsRefused';
import { readPodWarnings } from './podWarnings';
import { readSecretFailure } from './secretFailure';
import { stuckHookIn } from './stuckHook';
import { isHeldByWindow, readSyncBlock } from './syncBlock';
import { withCreation } from './tree';
import { isWorkload, readWorkloads } from './workloads';

export interface DiagnosisClient
  extends Pick<
    ArgoCdClient,
    | 'get'
    | 'resourceTree'
    | 'events'
    | 'logs'
    | 'applicationSet'
    | 'syncWindows'
    | 'project'
  > {
  managedResources(
    application: Application,
    signal: AbortSignal,
  ): Promise<ManagedResources>;
}

/** Problems that may pass. A missing right or resource stays missing until a change. */
const passingProblems: InstanceProblemKind[] = [
  'serverError',
  'timeout',
  'unreachable',
  'rateLimited',
];
/**
 * A part that is not found passes too: the Application itself has just been read, from the
 * Kubernetes API, but a replica of argocd-server whose cache lags does not know it yet.
 */
const passingForParts: InstanceProblemKind[] = [...passingProblems, 'notFound'];

/**
 * Reads what the list cannot say of an Application: three to ten requests. The Application
 * itself has to be readable; other parts that can't be read are left out, and `problem` says why
 * where they may be readable later.
 *
 * @param before - the previous diagnosis: a log is read once
 * @throws ArgoCdError, OtherMoment
 */
export async function diagnose(
  client: DiagnosisClient,
  application: Application,
  signal: AbortSignal,
  now: number = Date.now(),
  before?: Pick<Diagnosis, 'failureLog'>,
): Promise<Diagnosis> {
  const detail = await client.get(application, signal);
  if (!isSameMoment(detail, application)) throw new OtherMoment();
  let problem: ArgoCdError | undefined;
  const optional = <T>(answer: Promise<T>, passing = passingProblems) =>
    answer.catch((error: unknown): undefined => {
      signal.throwIfAborted();
      if (!(error instanceof ArgoCdError)) throw error;
      if (passing.includes(error.kind)) problem ??= error;
    });
  const isOutOfSync = application.sync !== 'Synced';
  const set = applicationSetOf(detail);
  const operation = readOperation(detail);
  const isRunning = application.operationPhase === 'Running';
  const isHeld = isRunning && isHeldByWindow(operation?.message);
  const [shownTree, shownManifests, applicationSet, syncWindow] =
    await Promise.all([
      optional(client.resourceTree(application, signal), passingForParts),
      optional(client.managedResources(application, signal), passingForParts),
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
  const conditions = readConditions(detail);
  const isPresent = !isSkipped(detail) && isRead(application, conditions);
  const tree = isPresent ? shownTree : undefined;
  const managed = isPresent ? shownManifests : undefined;
  const resources = readResources(detail, tree);
  const { deletedSince } = application;
  const isDeleted = deletedSince !== undefined;
  const kept = readKept(resources, managed, detail, isDeleted);
  const applied = operation?.resources ?? [];
  const workloads = managed && readWorkloads(managed);
  const pods = tree && podsOf(tree, { resources, applied, workloads });
  const revisions = readRevisions(detail.status?.sync);
  return {
    readAt: now,
    revisions,
    comparedTargets: readComparedTargets(detail),
    applicationSet: set,
    conditions,
    isSkipped: isSkipped(detail),
    isEmpty:
      application.sync === 'Synced' && !resources.some(one => !one.isHook),
    operation: operation && {
      ...operation,
      resources: tree ? applied.map(one => withCreation(one, tree)) : applied,
    },
    resources: resources.filter(
      one =>
        isWorthKeeping(one) &&
        !kept?.ignored.some(other => isSameResource(one, other)),
    ),
    finishedSyncs: finishedSyncsIn(detail),
    lastDeployed: readRevisions(detail.status?.history.at(-1)),
    pods,
    podWarnings:
      tree && pods && application.health !== 'Healthy'
        ? await optional(
            readPodWarnings(client, application, { tree, pods, now }, signal),
            passingForParts,
          )
        : undefined,
    workloads,
    areImagesIgnored: areImagesIgnored(detail, workloads ?? []) || undefined,
    hasOtherWorkloads: hasOtherWorkloads(tree, managed, resources) || undefined,
    keptOnPurpose: kept?.unpruned,
    unconfirmedDeletions: isDeleted
      ? readUnconfirmedDeletions(detail, deletedSince)
      : undefined,
    deletionHook: isDeleted
      ? deletionHookIn(detail, tree, { deletedSince, now })
      : undefined,
    pendingVolumes: tree && pendingVolumes(tree),
    stuckHook:
      tree && isRunning
        ? stuckHookIn(tree, applied.filter(isUnderWay), now)
        : undefined,
    podsRefused: tree && podsRefusedIn(tree),
    secretFailure:
      tree &&
      (await optional(
        readSecretFailure(
          client,
          application,
          { operation, tree, managed },
          signal,
        ),
        passingForParts,
      )),
    failureLog: await optional(
      readFailureLog(client, application, {
        ...{ tree, operation, pods, now, signal },
        held: before?.failureLog,
      }),
    ),
    rollingStep:
      applicationSet &&
      rollingStepOf(applicationSet, application.name, revisions),
    isApplicationSetUnreadable:
      isOutOfSync && set !== undefined && !applicationSet,
    syncWindow,
    problem,
  };
}

/**
 * Whether what Argo CD shows of the cluster is of the present. Where the Application is not valid
 * it shows nothing, and where the cluster can't be read, what was there before.
 */
function isRead(
  { sync }: Application,
  conditions: Diagnosis['conditions'],
): boolean {
  return (
    sync !== 'Unknown' ||
    !conditions.some(
      ({ type, message }) =>
        type === 'InvalidSpecError' ||
        type === 'UnknownError' ||
        (type === 'ComparisonError' &&
          message.startsWith('Failed to load live state')),
    )
  );
}

function isUnderWay({ hook, phase }: OperationResource): boolean {
  return hook !== undefined && phase === 'Running';
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
