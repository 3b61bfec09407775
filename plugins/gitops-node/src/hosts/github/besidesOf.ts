import type { CallOptions } from '../GitHost';
import { unlessRefused } from '../rest/RestApi';
import type { GitHubApi } from './GitHubApi';
import type { Besides } from './pullRequestOf';
import * as schemas from './schemas';

const PAGE = 100;

/** Credentials that may merge need not be allowed to see checks, so these are left out where they are refused. */
export async function besidesOf(
  api: GitHubApi,
  { number, head, state, merged_at }: schemas.Pull,
  options: CallOptions,
): Promise<Besides> {
  const optional = <T>(work: () => Promise<T>) =>
    unlessRefused([403, 404], work);
  if (merged_at) return {};
  if (state !== 'open') {
    const issue = await optional(() =>
      api.look(`issue ${number}`, schemas.issue, options, (rest, common) =>
        rest.issues.get({ ...common, issue_number: number }),
      ),
    );
    return { closedBy: issue?.closed_by?.login };
  }
  const [runs, status, reviews] = await Promise.all([
    optional(() =>
      api.look(
        `checks of ${head.sha}`,
        schemas.checkRuns,
        options,
        (rest, common) =>
          rest.checks.listForRef({
            ...common,
            ref: head.sha,
            per_page: PAGE,
          }),
      ),
    ),
    optional(() =>
      api.look(
        `statuses of ${head.sha}`,
        schemas.combinedStatus,
        options,
        (rest, common) =>
          rest.repos.getCombinedStatusForRef({
            ...common,
            ref: head.sha,
            per_page: PAGE,
          }),
      ),
    ),
    optional(() =>
      api.look(
        `reviews of ${number}`,
        schemas.reviews,
        options,
        (rest, common) =>
          rest.pulls.listReviews({
            ...common,
            pull_number: number,
            per_page: PAGE,
          }),
      ),
    ),
  ]);
  return { runs, status, reviews };
}
