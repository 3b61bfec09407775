import type { StoredPromotion, StoredPullRequest } from '../StoredPromotion';
import { nextOf, Step } from './nextOf';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** For so long, somebody may open a closed pull request again. */
const REOPENED_MS = 7 * DAY_MS;
/** For so long, a replica that had been stopped may open what was abandoned meanwhile. */
const ABANDONED_MS = DAY_MS;

/**
 * Whether the host is to be asked now, or the row was taken only so that what our gates say is kept
 * up to date, which takes no request where nothing changed.
 */
export function isLookDue(row: StoredPullRequest, now: number): boolean {
  const { state, looked, hints, mergingBy } = row;
  const waits = state === 'open' && nextOf(row) === 'look' && !mergingBy;
  return (
    !waits ||
    looked === undefined ||
    looked.hints !== hints ||
    now >= Date.parse(looked.nextAt)
  );
}

/** The row with when it is looked at next, and in how long. */
export function nextLook(
  before: StoredPullRequest,
  after: StoredPullRequest,
  { now, isLooked }: { now: number; isLooked: boolean },
): { after: StoredPullRequest; dueInMs: number | undefined } {
  if (!isLooked && after.looked) {
    const untilLookMs = Math.max(0, Date.parse(after.looked.nextAt) - now);
    // What the gates say may ask for another step, such as taking a merge back from the host
    return { after, dueInMs: nextOf(after) === 'look' ? untilLookMs : 0 };
  }
  const { hints = 0, looked } = before;
  // A step that does not show how it is leaves to be looked at what somebody hinted at
  const seen = isShownBy(nextOf(before)) ? hints : looked?.hints ?? -1;
  const isHintLeft = seen !== hints && nextOf(after) === 'look';
  const dueInMs = isHintLeft ? 0 : lookAgainMs(before, after, now);
  const nextAt = new Date(now + (dueInMs ?? 0)).toISOString();
  return { after: { ...after, looked: { hints: seen, nextAt } }, dueInMs };
}

function isShownBy(step: Step): boolean {
  return step !== 'equip' && step !== 'compare' && step !== 'remake';
}

/**
 * When to look again at what is merged. Changes of its Applications have it looked at at once; so
 * this is for what nobody tells: a commit that the Git host did not know yet, and, once the
 * deployment has begun, that it takes too long.
 */
export function followAgainMs(
  { state, passed, obstacle }: StoredPromotion,
  now: number,
): number {
  if (obstacle) return 5 * SECOND_MS;
  const ageMs = now - (Date.parse(passed.at(-1)?.at ?? '') || now);
  const atLeastMs = (state === 'deploying' ? 15 : 5) * SECOND_MS;
  return Math.min(30 * SECOND_MS, Math.max(atLeastMs, ageMs / 10));
}

/**
 * When to take the next step, or to look again without a webhook. The longer nothing has happened,
 * the more rarely, because each look counts against the host's rate limit. Merges are noticed in
 * another way: the branch that pull requests go to is read every few seconds for all of them. So
 * this is for reviews, checks, and that a pull request was closed or opened again.
 *
 * @returns undefined where nothing is left to be done
 */
export function lookAgainMs(
  before: StoredPullRequest,
  after: StoredPullRequest,
  now: number,
): number | undefined {
  const step = nextOf(after);
  const isStepDone = step === nextOf(before);
  const ageMs =
    now - (Date.parse(after.endedAt ?? after.openedAt ?? '') || now);
  const between = (atLeast: number, atMost: number) =>
    Math.min(atMost, Math.max(atLeast, ageMs / 30));
  switch (after.state) {
    case 'planned':
      return 0;
    case 'open':
      // Equipping it does not show how it is: somebody may have closed it meanwhile
      if (step === 'look')
        return nextOf(before) === 'equip'
          ? 0
          : between(10 * SECOND_MS, 5 * MINUTE_MS);
      // GitLab closes nothing while it is merging it
      if (step === 'close' && isStepDone) return 10 * SECOND_MS;
      // Hosts take a moment to notice a branch that was made anew
      return step === 'queue' && nextOf(before) === 'remake'
        ? 5 * SECOND_MS
        : 0;
    case 'closed':
    case 'failed':
      if (step === 'abandon')
        return ageMs < ABANDONED_MS
          ? between(MINUTE_MS, 60 * MINUTE_MS)
          : undefined;
      return ageMs < REOPENED_MS
        ? between(5 * MINUTE_MS, 60 * MINUTE_MS)
        : undefined;
    case 'merged':
      if (step === 'look') return between(5 * SECOND_MS, 5 * MINUTE_MS);
      return isStepDone ? undefined : 0;
    default:
      return undefined;
  }
}
