import type { Application } from '../argocd/Application';
import type { ArgoCdClient, ApplicationAddress } from '../argocd/ArgoCdClient';
import { ArgoCdError, ArgoCdProblem } from '../argocd/ArgoCdError';
import type {
  ApplicationSet,
  ManagedResources,
  ResourceTree,
} from '../argocd/detailSchemas';
import {
  applicationSetOf,
  readConditions,
  readOperation,
  readResources,
  readRevisions,
} from './applicationDetail';
import type {
  Diagnosis,
  OperationResource,
  RollingStep,
  SecretFailure,
  WorkloadPod,
} from '../inventory/Diagnosis';
import { secretKeyAt, wantedImagesOf } from './manifests';
import { mainRepository } from '../judgement/version';

type Client = Pick<
  ArgoCdClient,
  'get' | 'resourceTree' | 'managedResources' | 'events' | 'applicationSet'
>;

/** What may be better soon. A missing right, or what isn't there, stays as it is until the Application changes. */
const passingProblems: ArgoCdProblem[] = [
  'serverError',
  'timeout',
  'unreachable',
  'rateLimited',
];

/**
 * Reads what the list cannot say of an Application: two to five requests. The Application itself has to be readable; what else can't be read is left out, and
 * the problem is told where it may be readable later.
 *
 * @throws ArgoCdError
 */
export async function diagnose(
  client: Client,
  application: Application,
  signal: AbortSignal,
): Promise<Diagnosis> {
  const detail = await client.get(application, signal);
  let problem: ArgoCdError | undefined;
  const optional = <T>(answer: Promise<T>) =>
    answer.catch((error: unknown): undefined => {
      signal.throwIfAborted();
      if (!(error instanceof ArgoCdError)) throw error;
      if (passingProblems.includes(error.problem)) problem ??= error;
    });
  const isOutOfSync = application.sync !== 'Synced';
  const set = applicationSetOf(detail);
  const [tree, managed, rolling] = await Promise.all([
    optional(client.resourceTree(application, signal)),
    isOutOfSync || application.health !== 'Healthy' || isUnnamed(application)
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
  const secretFailure =
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
    ));
  return {
    revisions: readRevisions(detail.status?.sync),
    applicationSet: set,
    conditions: readConditions(detail),
    operation,
    resources: readResources(detail),
    lastDeployed: readRevisions(detail.status?.history.at(-1)),
    pods: tree && podsOf(tree),
    wantedImages: managed && wantedImagesOf(managed),
    secretFailure,
    rollingStep: rolling && rollingStepOf(rolling, application.name),
    isApplicationSetUnreadable: isOutOfSync && set !== undefined && !rolling,
    problem,
  };
}

/** Whether only the manifests tell which of its images is the service's own. */
function isUnnamed(application: Application): boolean {
  return (
    application.images.length > 0 &&
    mainRepository(application.images, application) === undefined
  );
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
    return {
      externalSecret: failed.name,
      remoteKey: found[2],
      secretKey: secretKeyAt(manifest, found[1]),
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
