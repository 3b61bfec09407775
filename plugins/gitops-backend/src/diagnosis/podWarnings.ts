import type { ApplicationAddress } from '../argocd/addresses';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import type { KubernetesEvents, ResourceTree } from '../argocd/detailSchemas';
import type { Diagnosis, WorkloadPod } from '../inventory/Diagnosis';
import { isStarting } from './podStatus';
import { isTask } from './workloads';

/** Of so many workloads the events of one Pod are read. */
const MAX_WORKLOADS = 2;
/** Kubernetes keeps events for an hour. One of a probe says nothing of now after this time. */
const PROBE_FAILED_MS = 10 * 60_000;

/** By the status of a Pod: reasons of the events that say what it waits for. */
const reasons: [RegExp, string[]][] = [
  [/^Pending$/, ['FailedScheduling']],
  [
    /^(ContainerCreating|PodInitializing|Init:\d+\/\d+)$/,
    ['FailedMount', 'FailedAttachVolume', 'FailedCreatePodSandBox'],
  ],
  [/^Running$/, ['Unhealthy']],
];

/**
 * Reads why Pods do not become ready, where Argo CD says just that they wait: no node has room for
 * them, a volume can't be mounted, or a probe fails. Only Kubernetes' events tell.
 *
 * @throws ArgoCdError
 */
export async function readPodWarnings(
  client: Pick<ArgoCdClient, 'events'>,
  application: ApplicationAddress,
  {
    tree,
    pods,
    now,
  }: { tree: ResourceTree; pods: readonly WorkloadPod[]; now: number },
  signal: AbortSignal,
): Promise<Diagnosis['podWarnings']> {
  const oneOfEach = new Map(
    pods
      .filter(pod => isStuck(pod, now))
      .reverse()
      .map(pod => [pod.workload ?? pod.name, pod]),
  );
  const warnings = await Promise.all(
    [...oneOfEach.values()].slice(0, MAX_WORKLOADS).map(async pod => {
      const node = tree.nodes.find(
        ({ kind, name }) => kind === 'Pod' && name === pod.name,
      );
      if (!node?.uid) return [];
      const { namespace, name, uid } = node;
      const events = await client.events(
        application,
        { namespace: namespace ?? '', name, uid },
        signal,
      );
      const message = newestWarning(events, pod, now);
      return message ? [{ pod: name, message }] : [];
    }),
  );
  return warnings.flat();
}

function newestWarning(
  { items }: KubernetesEvents,
  pod: WorkloadPod,
  now: number,
): string | undefined {
  const oldest = pod.status === 'Running' ? now - PROBE_FAILED_MS : -Infinity;
  const [newest] = items
    .filter(
      ({ type, reason }) =>
        type === 'Warning' && reasonsFor(pod).includes(reason ?? ''),
    )
    .map(event => ({ message: event.message, at: timeOf(event) }))
    .filter(({ at }) => at >= oldest)
    .sort((a, b) => b.at - a.at);
  return newest?.message ?? undefined;
}

/** When an event was last seen; now where it doesn't say. */
function timeOf({
  series,
  lastTimestamp,
  eventTime,
}: KubernetesEvents['items'][number]): number {
  const time = series?.lastObservedTime ?? lastTimestamp ?? eventTime;
  return time ? Date.parse(time) : Number.MAX_SAFE_INTEGER;
}

/** Not ready for long, without a message of its own. */
function isStuck(pod: WorkloadPod, now: number): boolean {
  const { health, message, hasEnded, isNewest, createdAt } = pod;
  return (
    (health === 'Progressing' || health === 'Degraded') &&
    !message &&
    !hasEnded &&
    isNewest !== false &&
    !isTask(pod.workload) &&
    reasonsFor(pod).length > 0 &&
    !isStarting({ createdAt }, now)
  );
}

function reasonsFor({ status = '' }: WorkloadPod): string[] {
  return reasons.find(([pattern]) => pattern.test(status))?.[1] ?? [];
}
