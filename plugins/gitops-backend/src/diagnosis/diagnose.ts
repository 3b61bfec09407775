import type { Application } from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError, ArgoCdProblem } from '../argocd/ArgoCdError';
import type {
  ApplicationSet,
  ManagedResources,
  ResourceTree,
} from '../argocd/detailSchemas';
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
} from './applicationDetail';
import { isKeptOnPurpose } from './manifests';
import { OtherMoment } from './OtherMoment';
import { podsOf } from './pods';
import { rollingStepOf, setErrorOf } from './applicationSet';
import { readSecretFailure } from './secretFailure';
import { readSyncBlock } from './syncBlock';
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
    isOutOfSync && application.automated
      ? optional(readSyncBlock(client, application, { signal, now }))
      : undefined,
  ]);
  const operation = readOperation(detail);
  const resources = readResources(detail);
  return {
    readAt: now,
    revisions: readRevisions(detail.status?.sync),
    applicationSet: set,
    conditions: readConditions(detail),
    operation,
    resources: resources.filter(isWorthKeeping),
    lastDeployed: readRevisions(detail.status?.history.at(-1)),
    pods:
      tree && podsOf(tree, { resources, applied: operation?.resources ?? [] }),
    workloads: managed && readWorkloads(managed),
    keptOnPurpose: managed && keptOnPurpose(managed, resources),
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
    ...ofSet(applicationSet, application),
    isApplicationSetUnreadable:
      isOutOfSync && set !== undefined && !applicationSet,
    syncWindow,
    problem,
  };
}

function ofSet(
  set: ApplicationSet | undefined,
  { name }: Application,
): Pick<Diagnosis, 'rollingStep' | 'applicationSetError'> {
  if (!set) return {};
  return {
    rollingStep: rollingStepOf(set, name),
    applicationSetError: setErrorOf(set),
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

function keptOnPurpose(
  { items }: ManagedResources,
  resources: readonly ComparedResource[],
): Diagnosis['keptOnPurpose'] {
  const kept = resources.filter(resource => {
    if (!resource.isLeftover) return false;
    const item = items.find(({ group, kind, namespace, name }) =>
      isSameResource(resource, {
        group: group ?? '',
        kind,
        namespace: namespace ?? '',
        name,
      }),
    );
    return isKeptOnPurpose(item?.liveState);
  });
  return kept.map(({ group, kind, namespace, name }) => ({
    group,
    kind,
    namespace,
    name,
  }));
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
