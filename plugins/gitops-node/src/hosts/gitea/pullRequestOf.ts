import type { z } from 'zod';
import type { CallOptions, PullRequest } from '../GitHost';
import { encoded } from '../rest/encoded';
import { failedNames, isOwnStatus } from '../rest/RestPullRequests';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';
import type { Pull } from './schemas';

/** As many as Gitea lists at once, if it isn't configured otherwise. */
const PAGE = 50;
const MAX_PAGES = 20;
/**
 * Gitea says "not mergeable" too while it still looks, which it does again whenever somebody pushes
 * to the base: only after this long it means a conflict.
 */
const LOOKING_MS = 30_000;

/** What Gitea tells of a pull request elsewhere. */
interface ChecksAndReviews {
  statuses?: z.infer<typeof schemas.statuses>;
  reviews?: z.infer<typeof schemas.reviews>;
  /** When the last commit of the base was made, where that matters */
  baseCommittedAt?: string | null;
}

export function pullRequestOf(
  found: Pull,
  more: ChecksAndReviews = {},
): PullRequest {
  const isOpen = found.state === 'open';
  const endedAt = found.merged ? found.merged_at : found.closed_at;
  return {
    number: found.number,
    url: found.html_url,
    title: found.title,
    state: stateOf(found),
    head: found.head.sha,
    base: found.base.ref,
    createdAt: new Date(found.created_at).toISOString(),
    openedBy: found.user?.login,
    endedBy: found.merged_by?.login,
    endedAt: isOpen || !endedAt ? undefined : new Date(endedAt).toISOString(),
    mergeCommit: found.merged ? found.merge_commit_sha ?? undefined : undefined,
    isMergeable: isOpen ? mergeable(found, more) : undefined,
    ...(more.statuses && checksOf(more.statuses)),
    approvedBy: more.reviews && approversOf(more.reviews),
    // Gitea does not tell of an account that somebody made that it is a bot
    machines: [
      found.merged_by,
      ...(more.reviews ?? []).map(({ user }) => user),
    ].flatMap(user => (!user || (user.id ?? 0) > 0 ? [] : user.login)),
    labels: (found.labels ?? []).map(({ name }) => name),
  };
}

function stateOf({ merged, state }: Pull): PullRequest['state'] {
  if (merged) return 'merged';
  return state === 'open' ? 'open' : 'closed';
}

function mergeable(
  { mergeable: is, updated_at, created_at }: Pull,
  { baseCommittedAt }: ChecksAndReviews,
) {
  if (is) return true;
  const changedAt = [updated_at ?? created_at, baseCommittedAt ?? created_at];
  const ageMs = Date.now() - Math.max(...changedAt.map(Date.parse));
  return ageMs > LOOKING_MS ? false : undefined;
}

function checksOf(
  statuses: NonNullable<ChecksAndReviews['statuses']>,
): Pick<PullRequest, 'checks' | 'failedChecks'> {
  const all = statuses.filter(({ context }) => !isOwnStatus(context));
  if (all.length === 0) return {};
  const passed = all.filter(({ status }) => status === 'success').length;
  const pending = all.filter(({ status }) => status === 'pending').length;
  const failed = all.filter(
    ({ status }) => status !== 'success' && status !== 'pending',
  );
  return {
    checks: { passed, pending, failed: failed.length },
    failedChecks: failedNames(failed.map(({ context }) => context)),
  };
}

/** A review counts until the same person approves or asks for changes again. */
function approversOf(reviews: z.infer<typeof schemas.reviews>): string[] {
  const latest = new Map<string, boolean>();
  for (const { state, user, dismissed } of reviews)
    if (user && ['APPROVED', 'REQUEST_CHANGES'].includes(state))
      latest.set(user.login, state === 'APPROVED' && !dismissed);
  return [...latest].flatMap(([login, isApproval]) =>
    isApproval ? login : [],
  );
}

/** What a pull request is read with, by its state. */
export async function checksAndReviewsOf(
  api: RestApi,
  found: schemas.Pull,
  options: CallOptions,
): Promise<ChecksAndReviews> {
  const { number, head, base } = found;
  const state = stateOf(found);
  if (state === 'closed') return {};
  const readReviews = () =>
    allOf(api, `/pulls/${number}/reviews`, schemas.reviews, options);
  // Somebody may have approved it since it was looked at last
  if (state === 'merged') return { reviews: await readReviews() };
  const [statuses, reviews, branch] = await Promise.all([
    allOf(api, `/commits/${head.sha}/status`, schemas.statuses, options),
    readReviews(),
    found.mergeable === false
      ? api.find(
          {
            path: `/branches/${encoded(base.ref)}`,
            signal: options.signal,
          },
          schemas.branch,
        )
      : undefined,
  ]);
  return { statuses, reviews, baseCommittedAt: branch?.commit.timestamp };
}

/**
 * What all pages list, of which a header tells how much it is; undefined where Gitea answers 404.
 */
async function allOf<T>(
  api: RestApi,
  path: string,
  list: z.ZodType<T[]>,
  { signal }: CallOptions,
): Promise<T[] | undefined> {
  const all: T[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const query = { limit: PAGE, page };
    const answer = await unlessRefused([404], () =>
      api.answer({ path, query, signal }, list),
    );
    if (!answer) return undefined;
    all.push(...answer.value);
    const total = Number(answer.headers.get('x-total-count'));
    if (answer.value.length === 0 || all.length >= total) break;
  }
  return all;
}
