import type { z } from 'zod';
import type { CallOptions, PullRequest } from '../GitHost';
import { unlessRefused } from '../rest/Refusal';
import { failedNames, isOwnStatus } from '../rest/RestPullRequests';
import { allPages } from '../rest/allPages';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

/** GitHub itself takes notice of a thousand checks of a commit at most. */
const PAGES = { size: 100, max: 10 };

/**
 * What GitHub tells of a pull request elsewhere; undefined where the credentials may not see it.
 */
interface ChecksAndReviews {
  runs?: z.infer<typeof schemas.checkRuns>['check_runs'];
  statuses?: z.infer<typeof schemas.combinedStatus>['statuses'];
  reviews?: z.infer<typeof schemas.reviews>;
  closedBy?: string;
}

export function pullRequestOf(
  found: schemas.Pull,
  more: ChecksAndReviews,
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
    openedBy: found.user?.login,
    endedBy: found.merged_by?.login ?? more.closedBy,
    endedAt: state === 'open' || !endedAt ? undefined : time(endedAt),
    // Of an open one it is a trial merge
    mergeCommit:
      state === 'merged' ? found.merge_commit_sha ?? undefined : undefined,
    isMergeable: state === 'open' ? found.mergeable ?? undefined : undefined,
    ...checksOf(more),
    approvedBy: more.reviews && approversOf(more.reviews),
    machines: [
      found.merged_by,
      ...(more.reviews ?? []).map(({ user }) => user),
    ].flatMap(user => (!user || user.type === 'User' ? [] : user.login)),
    labels: found.labels.map(({ name }) => name),
    // Said only where branch protection demands that it is up to date
    isOutdated:
      state === 'open' && found.mergeable_state === 'behind' ? true : undefined,
  };
}

export function stateOf({
  state,
  merged_at,
}: Pick<schemas.Pull, 'state' | 'merged_at'>): PullRequest['state'] {
  if (merged_at) return 'merged';
  return state === 'open' ? 'open' : 'closed';
}

/**
 * Credentials that may merge need not be allowed to see checks, so these are left out where they
 * are refused.
 */
export async function checksAndReviewsOf(
  api: RestApi,
  found: schemas.Pull,
  { signal }: CallOptions,
): Promise<ChecksAndReviews> {
  const { number, head } = found;
  const optional = <T>(work: () => Promise<T>) =>
    unlessRefused([403, 404], work);
  const state = stateOf(found);
  if (state === 'closed') {
    const path = `/issues/${number}`;
    const issue = await optional(() =>
      api.look({ path, signal }, schemas.issue),
    );
    return { closedBy: issue?.closed_by?.login };
  }
  const allOf = <S extends z.ZodType, T>(
    path: string,
    schema: S,
    itemsOf: (page: z.infer<S>) => readonly T[],
  ) =>
    optional(() =>
      allPages(PAGES, async page => {
        const query = { per_page: PAGES.size, page };
        return itemsOf(await api.look({ path, query, signal }, schema));
      }),
    );
  const commit = `/commits/${head.sha}`;
  const readReviews = () =>
    allOf(`/pulls/${number}/reviews`, schemas.reviews, page => page);
  // Somebody may have approved it since it was looked at last
  if (state === 'merged') return { reviews: await readReviews() };
  const [runs, statuses, reviews] = await Promise.all([
    allOf(`${commit}/check-runs`, schemas.checkRuns, page => page.check_runs),
    allOf(`${commit}/status`, schemas.combinedStatus, page => page.statuses),
    readReviews(),
  ]);
  return { runs, statuses, reviews };
}

/** Nothing where nothing checks it, or nothing is told. */
function checksOf({
  runs = [],
  statuses = [],
}: ChecksAndReviews): Pick<PullRequest, 'checks' | 'failedChecks'> {
  const all = [
    ...runs.map(({ name, status, conclusion }) => ({
      name,
      state: status === 'completed' ? conclusion : 'pending',
    })),
    ...statuses
      .filter(({ context }) => !isOwnStatus(context))
      .map(({ context: name, state }) => ({ name, state })),
  ];
  if (all.length === 0) return {};
  const having = (...of: string[]) =>
    all.filter(({ state }) => of.includes(state ?? ''));
  const passed = having('success', 'neutral', 'skipped');
  const pending = having('pending');
  const failed = all.filter(
    one => !passed.includes(one) && !pending.includes(one),
  );
  return {
    checks: {
      passed: passed.length,
      pending: pending.length,
      failed: failed.length,
    },
    failedChecks: failedNames(failed.map(({ name }) => name)),
  };
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
