import { GitHostError } from 'backstage-plugin-gitops-node';
import type { StoredPullRequest } from '../StoredPromotion';
import { lookAgainMs } from './lookAgain';
import { nextOf } from './nextOf';
import { withState } from './queue';
import { refusedBecause } from './update';

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 5 * 60_000;
const SOON_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;
/**
 * A refusal that asking again doesn't help against is taken as an answer only after so many tries:
 * rights are given late, repositories come back.
 */
const MAX_REFUSALS = 3;

/** What is tried again, when, and when it is given up. */
export function afterFailure(
  row: StoredPullRequest,
  error: unknown,
  now: number,
): { after: StoredPullRequest; dueInMs: number | undefined } {
  const detail = messageOf(error);
  const hostError = error instanceof GitHostError ? error : undefined;
  const waitMs = hostError?.retryAfterMs ?? 0;
  const known: StoredPullRequest = {
    ...row,
    mergingBy: undefined,
    obstacle: {
      code: hostError ? 'gitHostSays' : 'lookFailed',
      params: { detail },
    },
  };
  // The host has not tried yet
  if (hostError?.problem === 'rateLimited' && waitMs > 0)
    return { after: known, dueInMs: waitMs };
  const attempts = row.attempts + 1;
  const retry = {
    after: { ...known, attempts },
    dueInMs: Math.max(waitMs, retryMs(attempts)),
  };
  const isRefused =
    hostError !== undefined &&
    !hostError.isTemporary &&
    attempts >= MAX_REFUSALS;
  const endedAt = new Date(now).toISOString();
  switch (row.state) {
    case 'planned':
      if (!isRefused) return retry;
      return row.closeComment === undefined
        ? // A branch may have been made, or a pull request whose answer was lost
          {
            after: {
              ...known,
              state: 'failed',
              refusal: detail,
              endedAt,
              attempts: 0,
            },
            dueInMs: 0,
          }
        : // It is looked for again for a day
          {
            after: { ...known, state: 'closed', endedAt, attempts: 0 },
            dueInMs: SOON_MS,
          };
    case 'open':
      if (isRefused && ['compare', 'remake', 'queue'].includes(nextOf(row)))
        return { after: withoutStep(row, detail), dueInMs: 0 };
      // The repository is gone with its pull requests, or can't be seen for a while
      return isRefused &&
        hostError.problem === 'notFound' &&
        row.closeComment !== undefined
        ? {
            after: { ...known, state: 'closed', endedAt, attempts: 0 },
            dueInMs: SOON_MS,
          }
        : retry;
    case 'merged':
      // After a day, a branch that can't be deleted is left
      return isRefused &&
        row.mergeCommit !== undefined &&
        now - Date.parse(row.endedAt ?? '') > DAY_MS
        ? { after: known, dueInMs: undefined }
        : retry;
    default:
      return lookAgainMs(row, row, now) === undefined
        ? { after: known, dueInMs: undefined }
        : retry;
  }
}

/** What an open pull request can do without is given up, and told. */
function withoutStep(
  row: StoredPullRequest,
  detail: string,
): StoredPullRequest {
  const known = { ...row, mergingBy: undefined, attempts: 0 };
  return nextOf(row) === 'queue'
    ? withState(known, { state: 'refused', detail })
    : { ...known, update: refusedBecause({ reason: 'refused', detail }) };
}

/** How long to wait after so many tries in a row that failed: doubled each time, with jitter. */
export function retryMs(attempts: number): number {
  const backoff = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));
  return backoff * (0.5 + Math.random() / 2);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
