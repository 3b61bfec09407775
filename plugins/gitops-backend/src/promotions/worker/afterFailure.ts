import { GitHostError } from 'backstage-plugin-gitops-node';
import type { StoredPullRequest } from '../StoredPromotion';

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 5 * 60_000;
/** A refusal that asking again doesn't help against is taken as an answer only after so many tries: rights are given late, repositories come back. */
const MAX_REFUSALS = 3;

/** What is tried again, when, and when it is given up. */
export function afterFailure(
  row: StoredPullRequest,
  error: unknown,
  now: number,
): { after: StoredPullRequest; dueInMs: number | undefined } {
  const problem = messageOf(error);
  const waitMs = error instanceof GitHostError ? error.retryAfterMs ?? 0 : 0;
  const isLimited =
    error instanceof GitHostError && error.problem === 'rateLimited';
  // The host has not tried yet
  if (isLimited && waitMs > 0)
    return { after: { ...row, problem }, dueInMs: waitMs };
  const attempts = row.attempts + 1;
  const isFinal =
    error instanceof GitHostError &&
    !error.isTemporary &&
    attempts >= MAX_REFUSALS;
  if (isFinal && row.state === 'planned')
    return {
      after: { ...row, state: 'failed', problem, attempts },
      dueInMs: undefined,
    };
  // Nothing is left to close: the repository is gone, with its pull requests
  const isGone = isFinal && error.problem === 'notFound';
  if (isGone && row.closeComment !== undefined)
    return {
      after: {
        ...row,
        state: 'closed',
        problem,
        attempts,
        endedAt: new Date(now).toISOString(),
      },
      dueInMs: undefined,
    };
  return {
    after: { ...row, problem, attempts },
    dueInMs: Math.max(waitMs, retryMs(attempts)),
  };
}

/** How long to wait after so many tries in a row that failed: doubled each time, with jitter. */
export function retryMs(attempts: number): number {
  const backoff = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));
  return backoff * (0.5 + Math.random() / 2);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
