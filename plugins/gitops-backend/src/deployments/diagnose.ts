import type { Application } from '../argocd/Application';
import type { ArgoCdClient, ApplicationAddress } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type {
  ApplicationDetail,
  ApplicationSet,
  ManagedResources,
  ResourceTree,
} from '../argocd/detailSchemas';
import type {
  ComparedResource,
  Diagnosis,
  OperationResource,
  RollingStep,
  SecretFailure,
  WorkloadPod,
} from './Diagnosis';
import { isWorkload } from './failure';

type Client = Pick<
  ArgoCdClient,
  'get' | 'resourceTree' | 'managedResources' | 'events' | 'applicationSet'
>;

/**
 * Reads what the list cannot say of an Application: two to five requests. The Application itself has to be readable; what else can't be read is left out.
 *
 * @throws ArgoCdError
 */
export async function diagnose(
  client: Client,
  application: Application,
  signal: AbortSignal,
): Promise<Diagnosis> {
  const detail = await client.get(application, signal);
  const optional = <T>(answer: Promise<T>) => answer.catch(orUndefined(signal));
  const isOutOfSync = application.sync !== 'Synced';
  const set = applicationSetOf(detail);
  const [tree, managed, rolling] = await Promise.all([
    optional(client.resourceTree(application, signal)),
    isOutOfSync || application.health !== 'Healthy'
      ? optional(client.managedResources(application, signal))
      : undefined,
    isOutOfSync && set
      ? optional(
          client.applicationSet(
            { namespace: application.namespace, name: set },
            signal,
          ),
        )
      : undefined,
  ]);
  const operation = readOperation(detail);
  const failedSecret = operation?.resources.find(
    ({ kind, phase }) => kind === 'ExternalSecret' && phase === 'Failed',
  );
  return {
    revision:
      detail.status?.sync?.revision ||
      detail.status?.sync?.revisions[0] ||
      undefined,
    applicationSet: set,
    conditions: readConditions(detail),
    operation,
    resources: readResources(detail),
    lastDeployed: readLastDeployed(detail),
    pods: tree && podsOf(tree),
    wantedImages: managed && wantedImagesOf(managed),
    secretFailure:
      failedSecret &&
      tree &&
      (await optional(
        readSecretFailure(
          client,
          application,
          failedSecret,
          tree,
          managed,
          signal,
        ),
      )),
    rollingStep: rolling && rollingStepOf(rolling, application.name),
    isApplicationSetUnreadable: isOutOfSync && set !== undefined && !rolling,
  };
}

function orUndefined(signal: AbortSignal) {
  return (error: unknown): undefined => {
    signal.throwIfAborted();
    if (!(error instanceof ArgoCdError)) throw error;
  };
}

export function applicationSetOf(
  detail: ApplicationDetail,
): string | undefined {
  return (
    detail.metadata.ownerReferences.find(
      ({ kind }) => kind === 'ApplicationSet',
    )?.name ?? undefined
  );
}

export function readConditions(detail: ApplicationDetail) {
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
  return {
    message: state.message ?? undefined,
    revision:
      syncResult?.revision ||
      syncResult?.revisions[0] ||
      operation?.sync?.revision ||
      undefined,
    retries: state.retryCount ?? 0,
    retryLimit: operation?.retry?.limit ?? undefined,
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
    images: resource.images,
  };
}

export function readResources(detail: ApplicationDetail): ComparedResource[] {
  return (detail.status?.resources ?? []).map(resource => ({
    group: resource.group ?? '',
    version: resource.version ?? '',
    kind: resource.kind,
    namespace: resource.namespace ?? '',
    name: resource.name,
    sync: resource.status ?? undefined,
    health: resource.health?.status ?? undefined,
    healthMessage: resource.health?.message || undefined,
    wave: resource.syncWave ?? 0,
    isHook: resource.hook ?? false,
  }));
}

function readLastDeployed(detail: ApplicationDetail): string | undefined {
  const last = detail.status?.history.at(-1);
  return last?.revision || last?.revisions[0] || undefined;
}

/** Pods whose parent is no Job: what a hook runs is not what serves requests. */
export function podsOf(tree: ResourceTree): WorkloadPod[] {
  return tree.nodes
    .filter(
      ({ kind, parentRefs }) =>
        kind === 'Pod' && !parentRefs.some(parent => parent.kind === 'Job'),
    )
    .map(({ name, images, health }) => ({
      name,
      images,
      health: health?.status ?? undefined,
      message: health?.message || undefined,
    }));
}

/** Images of workloads in Git's manifests. Nothing else of a manifest is looked at. */
export function wantedImagesOf(managed: ManagedResources): string[] {
  const images = managed.items
    .filter(({ kind, targetState }) => isWorkload(kind) && targetState)
    .flatMap(({ targetState }) => containerImages(parseObject(targetState)));
  return [...new Set(images)];
}

function containerImages(manifest: unknown): string[] {
  const containers =
    at(
      manifest,
      'spec',
      'jobTemplate',
      'spec',
      'template',
      'spec',
      'containers',
    ) ?? at(manifest, 'spec', 'template', 'spec', 'containers');
  if (!Array.isArray(containers)) return [];
  return containers
    .map(container => at(container, 'image'))
    .filter(image => typeof image === 'string');
}

/** An ExternalSecret's condition says only that it failed; its events name the place in the manifest, whose `secretKey` is what a developer knows. */
async function readSecretFailure(
  client: Client,
  application: ApplicationAddress,
  failed: OperationResource,
  tree: ResourceTree,
  managed: ManagedResources | undefined,
  signal: AbortSignal,
): Promise<SecretFailure | undefined> {
  const node = tree.nodes.find(
    ({ kind, name, namespace }) =>
      kind === failed.kind &&
      name === failed.name &&
      (namespace ?? '') === failed.namespace,
  );
  if (!node?.uid) return undefined;
  const { items } = await client.events(
    application,
    { namespace: failed.namespace, name: failed.name, uid: node.uid },
    signal,
  );
  const manifest = managed?.items.find(
    ({ kind, name }) => kind === failed.kind && name === failed.name,
  )?.targetState;
  for (const { message, type } of [...items].reverse()) {
    const found =
      type === 'Warning' &&
      /spec\.data\[(\d+)\] \(key: ([^)]+)\)/.exec(message ?? '');
    if (!found) continue;
    const secretKey = at(
      parseObject(manifest),
      'spec',
      'data',
      found[1],
      'secretKey',
    );
    return {
      externalSecret: failed.name,
      remoteKey: found[2],
      secretKey: typeof secretKey === 'string' ? secretKey : undefined,
    };
  }
  return undefined;
}

export function rollingStepOf(
  set: ApplicationSet,
  application: string,
): RollingStep | undefined {
  const status = set.status?.applicationStatus.find(
    one => one.application === application,
  );
  const step = Number(status?.step);
  if (!status?.status || !Number.isInteger(step)) return undefined;
  const before = set.spec?.strategy?.rollingSync?.steps[step - 2];
  const after = before?.matchExpressions
    .flatMap(({ operator, values }) => (operator === 'In' ? values : []))
    .join(' and ');
  return { status: status.status, step, after: after || undefined };
}

function parseObject(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? Reflect.get(inner, key)
        : undefined,
    value,
  );
}
