import type { Cause } from 'backstage-plugin-gitops-common';
import { nameOf, Workload } from '../inventory/Diagnosis';
import type { Facts } from './facts';

/** What to say of a healthy Application: nothing runs on purpose, or Pods keep an old version. */
export function wellCause(facts: Facts): Cause | undefined {
  const { diagnosis, isServing, nothingRuns, ownPods, running, wanted } = facts;
  const workloads = diagnosis?.workloads?.filter(({ inGit }) => inGit) ?? [];
  const version = wanted ?? undefined;
  if (running !== wanted && running !== null) {
    const onDelete = workloads.filter(({ inGit }) => inGit?.isReplacedOnDelete);
    if (onDelete.length > 0)
      return {
        code: 'replacedOnDelete',
        params: { resources: onDelete.map(nameOf), version },
      };
    const held = workloads.find(({ inGit }) => inGit?.partition);
    if (held)
      return {
        code: 'heldByPartition',
        params: {
          resource: nameOf(held),
          partition: held.inGit?.partition ?? 0,
          version,
        },
      };
  }
  // Of hidden Pods, only the workload itself is known
  const areTasks =
    ownPods.some(({ isTask }) => isTask) ||
    workloads.some(({ pods }) => pods === 'scheduled');
  const areByTime =
    running === null &&
    !isServing &&
    areTasks &&
    ownPods.every(({ isReady, isTask }) => isTask || !isReady);
  if (!nothingRuns && !areByTime) return undefined;
  if (diagnosis?.isEmpty) return { code: 'noResources', params: {} };
  const empty = workloads.filter(
    ({ pods, inGit, inCluster }) =>
      pods === 'onDemand' || (inCluster?.replicas ?? inGit?.replicas) === 0,
  );
  const daemons = empty.filter(({ kind }) => kind === 'DaemonSet');
  if (daemons.length > 0 && daemons.length === empty.length)
    return { code: 'noNodes', params: { resources: daemons.map(nameOf) } };
  if (empty.length > 0)
    return { code: 'scaledToZero', params: { resources: empty.map(nameOf) } };
  const byTime = workloads.filter(({ pods }) => pods === 'scheduled');
  const scheduled = byTime.filter(({ inCluster }) => !inCluster?.isSuspended);
  if (byTime.length > 0 && scheduled.length === 0)
    return {
      code: 'scheduleSuspended',
      params: { resources: byTime.map(nameOf) },
    };
  if (scheduled.length > 0)
    return {
      code: 'scheduled',
      params: { schedules: schedulesOf(scheduled), version },
    };
  const job = workloads.find(({ pods }) => pods === 'once');
  return (
    job && { code: 'finished', params: { resource: nameOf(job), version } }
  );
}

function schedulesOf(workloads: readonly Workload[]): string[] {
  return workloads.flatMap(({ inGit }) => inGit?.schedule ?? []);
}

/** A blue-green Rollout that waits before it switches over to Pods that are ready. */
export function previewCause({ ownPods, wanted }: Facts): Cause | undefined {
  const preview = ownPods.find(
    ({ isReady, pod }) => isReady && pod.isIdle && pod.isNewest,
  );
  return preview?.pod.workload
    ? {
        code: 'previewWaiting',
        params: {
          resource: preview.pod.workload,
          version: wanted ?? undefined,
        },
      }
    : undefined;
}

/** How far the canary of an Argo Rollout is, while two versions are there. */
export function canaryCause(facts: Facts): Cause | undefined {
  const { diagnosis, wanted } = facts;
  const rollout = diagnosis?.workloads?.find(
    ({ inCluster }) => inCluster?.canary,
  );
  const canary = rollout?.inCluster?.canary;
  const resource = diagnosis?.resources.find(
    one => one.kind === rollout?.kind && one.name === rollout?.name,
  );
  if (!rollout || !canary || resource?.health === 'Healthy') return undefined;
  const { step, steps, weight } = canary;
  return {
    code:
      canary.isPaused || resource?.health === 'Suspended'
        ? 'canaryPaused'
        : 'canaryRunning',
    params: {
      resource: nameOf(rollout),
      version: wanted ?? undefined,
      step,
      steps,
      weight,
      detail: resource?.healthMessage,
    },
  };
}
