import type { z } from 'zod';
import type { PullRequest } from '../GitHost';
import type * as schemas from './schemas';

type Checks = NonNullable<PullRequest['checks']>;

/** What GitHub tells of a pull request elsewhere; undefined where the credentials may not see it. */
export interface Besides {
  runs?: z.infer<typeof schemas.checkRuns>['check_runs'];
  statuses?: z.infer<typeof schemas.combinedStatus>['statuses'];
  reviews?: z.infer<typeof schemas.reviews>;
  closedBy?: string;
}

export function pullRequestOf(
  found: schemas.Pull,
  besides: Besides = {},
): PullRequest {
  const state = stateOf(found);
  const endedAt = found.merged_at ?? found.closed_at;
  return {
    number: found.number,
    url: found.html_url,
    title: found.title,
    state,
    head: found.head.sha,
    base: found.base.ref,
    createdAt: time(found.created_at),
    endedBy: found.merged_by?.login ?? besides.closedBy,
    endedAt: state === 'open' || !endedAt ? undefined : time(endedAt),
    // Of an open one it is a trial merge
    mergeCommit:
      state === 'merged' ? found.merge_commit_sha ?? undefined : undefined,
    isMergeable: state === 'open' ? found.mergeable ?? undefined : undefined,
    checks: checksOf(besides),
    approvedBy: besides.reviews && approversOf(besides.reviews),
  };
}

export function stateOf({
  state,
  merged_at,
}: Pick<schemas.Pull, 'state' | 'merged_at'>): PullRequest['state'] {
  if (merged_at) return 'merged';
  return state === 'open' ? 'open' : 'closed';
}

/** Undefined where nothing checks it, or nothing is told. */
function checksOf({ runs = [], statuses = [] }: Besides): Checks | undefined {
  const states = [
    ...runs.map(run =>
      run.status === 'completed' ? run.conclusion : 'pending',
    ),
    ...statuses.map(one => one.state),
  ];
  if (states.length === 0) return undefined;
  const count = (...of: string[]) =>
    states.filter(state => of.includes(state ?? '')).length;
  const passed = count('success', 'neutral', 'skipped');
  const pending = count('pending');
  return { passed, pending, failed: states.length - passed - pending };
}

/** A review counts until the same person gives another; a comment is none. */
function approversOf(reviews: z.infer<typeof schemas.reviews>): string[] {
  const latest = new Map<string, string>();
  for (const { state, user } of reviews)
    if (user && !['COMMENTED', 'PENDING'].includes(state))
      latest.set(user.login, state);
  return [...latest]
    .filter(([, state]) => state === 'APPROVED')
    .map(([login]) => login);
}

function time(at: string): string {
  return new Date(at).toISOString();
}
