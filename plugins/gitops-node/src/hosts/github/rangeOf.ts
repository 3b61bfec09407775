import type { CallOptions } from '../GitHost';
import type { RestApi } from '../rest/RestApi';
import type { Range } from '../rest/RestReader';
import * as schemas from './schemas';

const PAGE = 100;
/** Of a comparison: more are counted, and not read. */
const MAX_PAGES = 3;

interface Found {
  /** Newest first */
  commits: schemas.ListedCommit[];
  total?: number;
}

/**
 * Commits that `to` has and `from` has not, newest first; undefined where one of them isn't known.
 * https://docs.github.com/rest/commits/commits#compare-two-commits
 */
export async function rangeOf(
  api: RestApi,
  { from, to, path }: Range,
  options: CallOptions,
): Promise<Found | undefined> {
  const all = await newest(api, { from, to }, options);
  return path && all && all.commits.length > 0
    ? within(api, all, { to, path }, options)
    : all;
}

/** GitHub lists the oldest first, so the newest are on the last pages. */
async function newest(
  api: RestApi,
  { from, to }: { from: string; to: string },
  { signal }: CallOptions,
): Promise<Found | undefined> {
  const pageAt = (page: number) =>
    api.find(
      {
        path: `/compare/${encodeURIComponent(`${from}...${to}`)}`,
        query: { per_page: PAGE, page },
        signal,
      },
      schemas.wholeComparison,
    );
  const first = await pageAt(1);
  if (!first) return undefined;
  const last = Math.ceil(first.total_commits / PAGE);
  const commits = last > MAX_PAGES ? [] : [...first.commits];
  for (let page = Math.max(2, last - MAX_PAGES + 1); page <= last; page++)
    commits.push(...((await pageAt(page))?.commits ?? []));
  return { commits: commits.reverse(), total: first.total_commits };
}

/**
 * GitHub filters no comparison by path, so the history of the path is asked for. How many there are
 * is known where that history has been read to before the oldest commit of the comparison.
 */
async function within(
  api: RestApi,
  all: Found,
  { to, path }: { to: string; path: string },
  { signal }: CallOptions,
): Promise<Found> {
  const query = { path, sha: to, per_page: PAGE };
  const request = { path: '/commits', query, signal };
  const history = await api.json(request, schemas.commits);
  const shas = new Set(all.commits.map(({ sha }) => sha));
  const commits = history.filter(({ sha }) => shas.has(sha));
  const isRead =
    all.commits.length === all.total &&
    (history.length < PAGE ||
      Math.min(...all.commits.map(committedAt)) > committedAt(history.at(-1)!));
  return { commits, total: isRead ? commits.length : undefined };
}

function committedAt({ commit }: schemas.ListedCommit): number {
  return Date.parse(commit.committer?.date ?? commit.author?.date ?? '');
}
