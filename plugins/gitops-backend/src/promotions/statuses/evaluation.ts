import type { GateAnswer } from 'backstage-plugin-gitops-common';
import type { Scope } from '../plan/MergeGates';
import type { StoredPullRequest } from '../StoredPromotion';
import type { Evaluation, GateResult } from './GateStatus';
import type { GateAnswers } from './statusOf';

/** How often gates of other plugins are evaluated at most, and what could not be read is tried. */
const OFTEN_MS = 60_000;
/** For a pull request of many services more rarely: so much for each. */
const PER_SERVICE_MS = 2_000;
/** And the longer it has been open, up to so long: this part of its age. */
const RARELY_MS = 10 * 60_000;
const AGE_PART = 1 / 60;
/** What is evaluated although nothing is known to have changed, such as windows of a project. */
const UNCHANGED_MS = 30 * 60_000;

export const EVERYTHING: Scope = { reads: true, added: true };

/**
 * Which gates are to be evaluated beside those that judge by what is in memory: those whose answers
 * may have changed. Pure.
 */
export function scopeOf(
  { statuses, observed }: StoredPullRequest,
  { basis, now }: { basis: string; now: number },
): Scope {
  const { evaluation, head } = statuses ?? {};
  if (!evaluation || head !== observed?.head) return EVERYTHING;
  const isDue = (at: string | undefined) =>
    at !== undefined && Date.parse(at) <= now;
  return {
    reads: evaluation.basis !== basis || isDue(evaluation.againAt),
    added: isDue(evaluation.addedAgainAt),
  };
}

/** When the gates are to be evaluated again, after those of a scope were. Pure. */
export function evaluationOf(
  { statuses, openedAt = '' }: StoredPullRequest,
  options: {
    scope: Scope;
    basis: string;
    now: number;
    answers: readonly GateAnswers[];
    results: readonly GateResult[];
    hasAddedGates: boolean;
  },
): Evaluation {
  const { scope, basis, now, answers, results, hasAddedGates } = options;
  const ageMs = now - (Date.parse(openedAt) || now);
  const oftenMs = Math.max(
    OFTEN_MS,
    answers.length * PER_SERVICE_MS,
    Math.min(RARELY_MS, ageMs * AGE_PART),
  );
  const isUnread = results.some(({ state }) => state === 'pending');
  const at = (ms: number) => new Date(ms).toISOString();
  const known = statuses?.evaluation;
  const againAt = Math.min(
    scope.reads || !known ? Infinity : Date.parse(known.againAt),
    now + (isUnread ? oftenMs : UNCHANGED_MS),
    ...answers
      .flatMap(one =>
        'unknown' in one.answers ? [] : one.answers.flatMap(timesIn),
      )
      .filter(time => time > now),
  );
  return {
    basis,
    againAt: at(againAt),
    ...(hasAddedGates && {
      addedAgainAt:
        scope.added || !known?.addedAgainAt
          ? at(now + oftenMs)
          : known.addedAgainAt,
    }),
  };
}

/** In how long the gates are to be evaluated again, if nothing changes before. */
export function evaluateAgainInMs(
  { againAt, addedAgainAt = againAt }: Evaluation,
  now: number,
): number {
  const at = Math.min(Date.parse(againAt), Date.parse(addedAgainAt));
  return Math.max(1_000, at - now);
}

/** Moments at which an answer changes by itself: a freeze ends, a sync window opens. */
function timesIn({ params }: GateAnswer): number[] {
  const { from, until, next } = params as {
    from?: unknown;
    until?: unknown;
    next?: { from?: unknown };
  };
  return [from, until, next?.from].flatMap(time =>
    typeof time === 'string' ? Date.parse(time) || [] : [],
  );
}
