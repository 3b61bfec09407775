import { Health } from '../Application';
import { at, Manifest } from '../Json';
import { LiveResource, Pod } from './LiveResource';

/** How long a run of a CronJob takes. */
export const RUN_MS = 20_000;
/** So many runs that succeeded, and that failed, are kept by default. */
const KEPT = { Healthy: 3, Degraded: 1 } as const;

const isRunning = ({ reason }: Pod) => reason === 'Running';

export function isScheduled({ kind }: Manifest): boolean {
  return kind === 'CronJob';
}

/** Argo CD calls a CronJob healthy while it runs, whatever became of the run before. */
export function addRun(live: LiveResource, pod: Pod): void {
  live.pods = [...live.pods, pod];
  live.health = {
    status: 'Healthy',
    message:
      'The job is running. Its last execution may not have been successful',
  };
}

/** @param manifest - what the CronJob was when the run began */
export function endRun(
  live: LiveResource,
  name: string,
  manifest: Manifest,
): void {
  const hasFailed =
    at(
      manifest,
      ...['spec', 'jobTemplate', 'spec', 'template', 'metadata', 'labels'],
      'lab-fail',
    ) === 'true';
  const health: Health = hasFailed
    ? { status: 'Degraded', message: 'container "app" failed with exit code 1' }
    : { status: 'Healthy' };
  const reason = hasFailed ? 'Error' : 'Completed';
  live.pods = live.pods.map(pod =>
    pod.name === name ? { ...pod, reason, health } : pod,
  );
  const ended = live.pods.filter(
    pod => !isRunning(pod) && pod.health.status === health.status,
  );
  const tooMany = ended.slice(0, -KEPT[hasFailed ? 'Degraded' : 'Healthy']);
  live.pods = live.pods.filter(pod => !tooMany.includes(pod));
  if (live.pods.some(isRunning)) return;
  live.health = {
    status: health.status,
    message: `CronJob has ${
      hasFailed ? 'not completed' : 'completed'
    } its last execution successfully`,
  };
}
