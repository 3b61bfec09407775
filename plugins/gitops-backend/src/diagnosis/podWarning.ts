import type { ApplicationAddress } from '../argocd/addresses';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import type { ResourceTree } from '../argocd/detailSchemas';
import type { Diagnosis, WorkloadPod } from '../inventory/Diagnosis';
import { isStarting } from './pods';

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
 * Reads why a Pod does not become ready, where Argo CD says just that it waits: no node has room
 * for it, a volume can't be mounted, or a probe fails. Only Kubernetes' events tell.
 *
 * @throws ArgoCdError
 */
export async function readPodWarning(
  client: Pick<ArgoCdClient, 'events'>,
  application: ApplicationAddress,
  {
    tree,
    pods,
    now,
  }: { tree: ResourceTree; pods: readonly WorkloadPod[]; now: number },
  signal: AbortSignal,
): Promise<Diagnosis['podWarning']> {
  const pod = pods.find(one => isStuck(one, now));
  const node = tree.nodes.find(
    ({ kind, name }) => kind === 'Pod' && name === pod?.name,
  );
  if (!pod || !node?.uid) return undefined;
  const { namespace, name, uid } = node;
  const { items } = await client.events(
    application,
    { namespace: namespace ?? '', name, uid },
    signal,
  );
  const fitting = reasonsFor(pod);
  const message = items
    .filter(
      ({ type, reason }) =>
        type === 'Warning' && fitting.includes(reason ?? ''),
    )
    .at(-1)?.message;
  return message ? { pod: name, message } : undefined;
}

/** Not ready for long, without a message of its own. */
function isStuck(pod: WorkloadPod, now: number): boolean {
  const { health, message, hasEnded, isNewest, createdAt } = pod;
  return (
    (health === 'Progressing' || health === 'Degraded') &&
    !message &&
    !hasEnded &&
    isNewest !== false &&
    !pod.workload?.match(/^(Job|CronJob) /) &&
    reasonsFor(pod).length > 0 &&
    !isStarting({ createdAt }, now)
  );
}

function reasonsFor({ status = '' }: WorkloadPod): string[] {
  return reasons.find(([pattern]) => pattern.test(status))?.[1] ?? [];
}
