import type { ApplicationDetail, ResourceTree } from '../argocd/detailSchemas';
import { isTrue, SKIP_RECONCILE } from '../argocd/skipReconcile';
import type {
  ComparedResource,
  Diagnosis,
  OperationResource,
  ResourceName,
} from '../inventory/Diagnosis';

/** Parts of an Application as Argo CD answers it, in our own terms. */

type ListedResource = NonNullable<
  ApplicationDetail['status']
>['resources'][number];

export function applicationSetOf(
  detail: ApplicationDetail,
): string | undefined {
  return (
    detail.metadata.ownerReferences.find(
      ({ kind }) => kind === 'ApplicationSet',
    )?.name ?? undefined
  );
}

/** Whether Argo CD leaves it alone: everything it says of it stays as it was. */
export function isSkipped({ metadata }: ApplicationDetail): boolean {
  return isTrue(metadata.annotations?.[SKIP_RECONCILE]);
}

export function readConditions(
  detail: ApplicationDetail,
): Diagnosis['conditions'] {
  return (detail.status?.conditions ?? []).map(
    ({ type, message, lastTransitionTime }) => ({
      type,
      message: message ?? '',
      since: lastTransitionTime ?? undefined,
    }),
  );
}

export function readOperation(
  detail: ApplicationDetail,
): Diagnosis['operation'] {
  const state = detail.status?.operationState;
  if (!state) return undefined;
  const { syncResult, operation } = state;
  const done = readRevisions(syncResult);
  // A negative one stands for none
  const limit = operation?.retry?.limit ?? 0;
  return {
    message: state.message ?? undefined,
    revisions: done.length > 0 ? done : readRevisions(operation?.sync),
    retries: state.retryCount ?? 0,
    retryLimit: limit > 0 ? limit : undefined,
    isDryRun: operation?.sync?.dryRun || undefined,
    selfHealAttempts: operation?.sync?.autoHealAttemptsCount ?? 0,
    resources: (syncResult?.resources ?? []).map(readOperationResource),
  };
}

function readOperationResource(
  resource: NonNullable<
    NonNullable<
      NonNullable<ApplicationDetail['status']>['operationState']
    >['syncResult']
  >['resources'][number],
): OperationResource {
  return {
    group: resource.group ?? '',
    kind: resource.kind,
    namespace: resource.namespace ?? '',
    name: resource.name,
    phase: resource.hookPhase || undefined,
    status: resource.status || undefined,
    message: resource.message || undefined,
    hook: resource.hookType || undefined,
    syncPhase: resource.syncPhase || undefined,
    images: resource.images,
  };
}

export function readResources(
  detail: ApplicationDetail,
  tree?: ResourceTree,
): ComparedResource[] {
  return (detail.status?.resources ?? []).map(resource => ({
    group: resource.group ?? '',
    version: resource.version ?? '',
    kind: resource.kind,
    namespace: resource.namespace ?? '',
    name: resource.name,
    sync: resource.status ?? undefined,
    health: isThere(resource, tree)
      ? undefined
      : resource.health?.status ?? undefined,
    healthMessage: resource.health?.message || undefined,
    wave: resource.syncWave ?? 0,
    isHook: resource.hook ?? false,
    isLeftover: Boolean(resource.requiresPruning) && !resource.hook,
  }));
}

/**
 * Whether a resource that is called Missing is in the cluster all the same: an Application can have
 * this health by itself.
 */
function isThere(
  { kind, name, namespace, health }: ListedResource,
  tree: ResourceTree | undefined,
): boolean {
  return (
    health?.status === 'Missing' &&
    tree !== undefined &&
    tree.nodes.some(
      node =>
        node.uid &&
        node.kind === kind &&
        node.name === name &&
        (node.namespace ?? '') === (namespace ?? ''),
    )
  );
}

/**
 * The target revisions of what was compared to, where the spec has others by now: the controller
 * may need minutes.
 */
export function readComparedTargets({
  spec,
  status,
}: ApplicationDetail): readonly string[] | undefined {
  const compared = targetsOf(status?.sync?.comparedTo);
  const wanted = targetsOf(spec);
  return compared.length === wanted.length &&
    compared.some((target, place) => target !== wanted[place])
    ? compared
    : undefined;
}

function targetsOf(
  of: Pick<ApplicationDetail['spec'], 'source' | 'sources'> | null | undefined,
): string[] {
  const sources = of?.sources.length ? of.sources : [of?.source];
  return sources.flatMap(one => (one ? one.targetRevision ?? '' : []));
}

/**
 * Resources with `Delete=confirm` that are still there. An annotation of the Application confirms
 * them all, with a time that is not before its deletion.
 */
export function readUnconfirmedDeletions(
  detail: ApplicationDetail,
  deletedSince: string,
): ResourceName[] {
  const confirmedAt =
    detail.metadata.annotations?.['argocd.argoproj.io/deletion-approved'];
  if (Date.parse(confirmedAt ?? '') >= Date.parse(deletedSince)) return [];
  return (detail.status?.resources ?? [])
    .filter(
      ({ requiresDeletionConfirmation, health }) =>
        requiresDeletionConfirmation && health?.status !== 'Missing',
    )
    .map(({ group, kind, namespace, name }) => ({
      group: group ?? '',
      kind,
      namespace: namespace ?? '',
      name,
    }));
}

/**
 * Of one source Argo CD tells `revision`, of several `revisions`, by the place of their sources.
 */
export function readRevisions(
  one:
    | { revision?: string | null; revisions?: readonly string[] }
    | null
    | undefined,
): readonly string[] {
  if (one?.revisions?.length) return one.revisions;
  return one?.revision ? [one.revision] : [];
}
