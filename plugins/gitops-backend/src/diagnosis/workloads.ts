import type { ManagedResources } from '../argocd/detailSchemas';
import type {
  PodLifetime,
  Workload,
  WorkloadImages,
} from '../inventory/Diagnosis';
import { at, numberAt, parseManifest, textAt } from './manifests';

/** How a kind of workload is read. A new kind is a line here and a fixture. */
interface WorkloadKind {
  readonly pods: PodLifetime;
  /** Where its Pod template is */
  readonly template: readonly string[];
  /** Fields of its status that count ready Pods */
  readonly ready?: string;
}

const template = ['spec', 'template'];

/** The key of the OCI label: builds that render manifests write it into the Pod template. */
const BUILT_FROM = 'org.opencontainers.image.revision';

const kinds: Record<string, WorkloadKind> = {
  'apps/Deployment': { pods: 'kept', template, ready: 'readyReplicas' },
  'apps/ReplicaSet': { pods: 'kept', template, ready: 'readyReplicas' },
  'apps/StatefulSet': { pods: 'kept', template, ready: 'readyReplicas' },
  'apps/DaemonSet': { pods: 'kept', template, ready: 'numberReady' },
  'argoproj.io/Rollout': { pods: 'kept', template, ready: 'readyReplicas' },
  'apps.openshift.io/DeploymentConfig': {
    pods: 'kept',
    template,
    ready: 'readyReplicas',
  },
  'apps.kruise.io/CloneSet': { pods: 'kept', template, ready: 'readyReplicas' },
  'serving.knative.dev/Service': { pods: 'onDemand', template },
  'batch/CronJob': {
    pods: 'scheduled',
    template: ['spec', 'jobTemplate', 'spec', 'template'],
  },
  'batch/Job': { pods: 'once', template, ready: 'ready' },
};

/** Tells whether a resource runs Pods of its own. */
export function isWorkload(resource: { group: string; kind: string }): boolean {
  return kindOf(resource) !== undefined;
}

function kindOf({
  group,
  kind,
}: {
  group: string;
  kind: string;
}): WorkloadKind | undefined {
  const key = `${group}/${kind}`;
  return Object.hasOwn(kinds, key) ? kinds[key] : undefined;
}

/**
 * How long Pods live of a workload such as `CronJob orders`; undefined for kinds not known here.
 */
export function podLifetimeOf(workload: string = ''): PodLifetime | undefined {
  const [kind] = workload.split(' ');
  const key = Object.keys(kinds).find(one => one.endsWith(`/${kind}`));
  return key === undefined ? undefined : kinds[key].pods;
}

/** Whether a workload's Pods run to their end. */
export function isTask(workload: string | undefined): boolean {
  const lifetime = podLifetimeOf(workload);
  return lifetime === 'scheduled' || lifetime === 'once';
}

/** The workloads among what an Application manages. Nothing else of the manifests is looked at. */
export function readWorkloads(managed: ManagedResources): Workload[] {
  return managed.items.flatMap(item => {
    const name = {
      group: item.group ?? '',
      kind: item.kind,
      namespace: item.namespace ?? '',
      name: item.name,
    };
    const kind = kindOf(name);
    if (!kind) return [];
    const wanted = parseManifest(item.targetState);
    const live = parseManifest(item.liveState);
    return {
      ...name,
      pods: kind.pods,
      inGit: wanted ? readWanted(wanted, kind) : undefined,
      inCluster: live ? readLive(live, kind) : undefined,
    };
  });
}

function readWanted(
  manifest: object,
  { template: path }: WorkloadKind,
): Workload['inGit'] {
  const update =
    textAt(manifest, 'spec', 'updateStrategy', 'type') ??
    textAt(manifest, 'spec', 'strategy', 'type');
  return {
    ...imagesAt(manifest, path),
    replicas: numberAt(manifest, 'spec', 'replicas'),
    schedule: textAt(manifest, 'spec', 'schedule'),
    isReplacedOnDelete: update === 'OnDelete',
    partition:
      numberAt(
        manifest,
        ...['spec', 'updateStrategy', 'rollingUpdate', 'partition'],
      ) || undefined,
  };
}

function readLive(
  manifest: object,
  { template: path, ready }: WorkloadKind,
): Workload['inCluster'] {
  return {
    ...imagesAt(manifest, path),
    replicas:
      numberAt(manifest, 'spec', 'replicas') ??
      numberAt(manifest, 'status', 'desiredNumberScheduled'),
    ready: (ready && numberAt(manifest, 'status', ready)) || 0,
    runs: readRuns(manifest),
    hasRun: textAt(manifest, 'status', 'lastScheduleTime') !== undefined,
    activeHash: textAt(manifest, 'status', 'blueGreen', 'activeSelector'),
    isSuspended: at(manifest, 'spec', 'suspend') === true,
    isHealthIgnored: isHealthIgnored(manifest) || undefined,
    canary: readCanary(manifest),
  };
}

/** By an annotation; and Argo CD calls a DaemonSet healthy whose Pods people replace. */
function isHealthIgnored(manifest: object): boolean {
  const annotation = 'argocd.argoproj.io/ignore-healthcheck';
  return (
    textAt(manifest, 'metadata', 'annotations', annotation) === 'true' ||
    (textAt(manifest, 'kind') === 'DaemonSet' &&
      textAt(manifest, 'spec', 'updateStrategy', 'type') === 'OnDelete')
  );
}

/** A CronJob lists the Jobs that are active, a Job counts its Pods. */
function readRuns(manifest: object): number | undefined {
  const active = at(manifest, 'status', 'active');
  if (Array.isArray(active)) return active.length || undefined;
  return (typeof active === 'number' && active) || undefined;
}

/** Of an Argo Rollout in a canary that is under way. */
function readCanary(
  manifest: object,
): NonNullable<Workload['inCluster']>['canary'] {
  const steps = at(manifest, 'spec', 'strategy', 'canary', 'steps');
  if (!Array.isArray(steps)) return undefined;
  const pauses = at(manifest, 'status', 'pauseConditions');
  return {
    isPaused: Array.isArray(pauses) && pauses.length > 0,
    step: numberAt(manifest, 'status', 'currentStepIndex'),
    steps: steps.length,
    weight: numberAt(
      manifest,
      ...['status', 'canary', 'weights', 'canary', 'weight'],
    ),
  };
}

function imagesAt(manifest: object, path: readonly string[]): WorkloadImages {
  const read = (field: string) => {
    const containers = at(manifest, ...path, 'spec', field);
    return Array.isArray(containers)
      ? containers.flatMap(container => textAt(container, 'image') ?? [])
      : [];
  };
  const commit = textAt(
    manifest,
    ...[...path, 'metadata', 'annotations', BUILT_FROM],
  );
  return {
    images: read('containers'),
    initImages: read('initContainers'),
    ...(commit && /^[0-9a-f]{40}$/.test(commit) && { commit }),
  };
}
