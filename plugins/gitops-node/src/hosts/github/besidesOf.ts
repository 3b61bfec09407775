import type { CallOptions } from '../GitHost';
import { unlessRefused } from '../rest/RestApi';
import type { GitHubApi } from './GitHubApi';
import type { Besides } from './pullRequestOf';
import * as schemas from './schemas';

const PAGE = 100;
/** GitHub itself takes notice of a thousand checks of a commit at most. */
const MAX_PAGES = 10;

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
  const of = (page: number) => ({ ref: head.sha, per_page: PAGE, page });
  const [runs, statuses, reviews] = await Promise.all([
    optional(() =>
      allOf(async page => {
        const name = `checks of ${head.sha}, page ${page}`;
        const { check_runs: found } = await api.look(
          name,
          schemas.checkRuns,
          options,
          (rest, common) => rest.checks.listForRef({ ...common, ...of(page) }),
        );
        return found;
      }),
    ),
    optional(() =>
      allOf(async page => {
        const name = `statuses of ${head.sha}, page ${page}`;
        const { statuses: found } = await api.look(
          name,
          schemas.combinedStatus,
          options,
          (rest, common) =>
            rest.repos.getCombinedStatusForRef({ ...common, ...of(page) }),
        );
        return found;
      }),
    ),
    optional(() =>
      allOf(page =>
        api.look(
          `reviews of ${number}, page ${page}`,
          schemas.reviews,
          options,
          (rest, common) =>
            rest.pulls.listReviews({
              ...common,
              pull_number: number,
              per_page: PAGE,
              page,
            }),
        ),
      ),
    ),
  ]);
  return { runs, statuses, reviews };
}

/** What all pages list; one that is not full is the last. */
async function allOf<T>(
  ask: (page: number) => Promise<readonly T[]>,
): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const found = await ask(page);
    all.push(...found);
    if (found.length < PAGE) break;
  }
  return all;
}
