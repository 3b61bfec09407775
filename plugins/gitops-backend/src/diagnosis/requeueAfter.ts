import { Application, isWell } from '../argocd/Application';

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
 * When a complete diagnosis is read again, in milliseconds; undefined where it holds until the
 * Application changes. While an Application is not well, Pods come and go, hooks run and
 * conditions change without a word of it in the list.
 */
export function requeueAfter(
  application: Application,
  options: { isWatched: boolean; random(): number },
): number | undefined {
  if (isWell(application)) return undefined;
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
