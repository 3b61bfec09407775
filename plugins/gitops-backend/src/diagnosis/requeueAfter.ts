import { Application, isWell } from '../argocd/Application';
import type { Diagnosis, WorkloadPod } from '../inventory/Diagnosis';
import { isOver } from './podStatus';
import { isTask } from './workloads';

/** How soon what is moving is read again while somebody watches it. */
const WATCHED_MS = 5_000;
/** The same while nobody does; jittered, so that what changed together is not read together. */
const UNWATCHED_MS = { min: 30_000, max: 60_000 };
const OTHER_MOMENT_MS = 1_000;
const MAX_OTHER_MOMENT_MS = 60_000;
const INCOMPLETE_MS = 15_000;
/**
 * After its cache is lost, Argo CD answers 500 for up to an hour, and each such answer makes it
 * refresh the Application.
 */
const MAX_INCOMPLETE_MS = 10 * 60_000;

/**
 * Whether Pods may come and go, hooks run and conditions change without the list showing it: the
 * Application is not well, was not compared to its spec, or its health may say nothing of its Pods.
 */
export function isMoving(
  application: Application,
  diagnosis: Diagnosis | undefined,
): boolean {
  return (
    !isWell(application) ||
    diagnosis?.comparedTargets !== undefined ||
    (diagnosis?.pods ?? []).some(
      pod => pod.isUnfollowed || (isUnready(pod) && pod.isNewest !== false),
    )
  );
}

function isUnready(pod: WorkloadPod): boolean {
  return pod.health !== 'Healthy' && !isOver(pod) && !isTask(pod.workload);
}

/**
 * When a complete diagnosis is read again, in milliseconds; undefined where it holds until the
 * Application changes.
 */
export function requeueAfter(
  application: Application,
  diagnosis: Diagnosis,
  options: { isWatched: boolean; random(): number },
): number | undefined {
  if (!isMoving(application, diagnosis)) return undefined;
  if (options.isWatched) return WATCHED_MS;
  const { min, max } = UNWATCHED_MS;
  return min + options.random() * (max - min);
}

/**
 * When to read again what was not of the listed moment.
 *
 * @param times - how often in a row before
 */
export function afterOtherMoment(times: number): number {
  return Math.min(OTHER_MOMENT_MS * 2 ** times, MAX_OTHER_MOMENT_MS);
}

/** When to read again what could not be read whole. @param times - how often in a row before */
export function afterIncomplete(times: number): number {
  return Math.min(INCOMPLETE_MS * 2 ** times, MAX_INCOMPLETE_MS);
}
