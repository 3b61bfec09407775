import type {
  CallOptions,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import { cutLines, cutTitle } from '../rest/cut';
import {
  newest,
  PullRequestQuery,
  RestPullRequests,
} from '../rest/RestPullRequests';
import { Refusal } from '../rest/Refusal';
import { refusedBy } from '../rest/refusedBy';
import { GitHubMerges } from './GitHubMerges';
import { checksAndReviewsOf, pullRequestOf, stateOf } from './pullRequestOf';
import * as schemas from './schemas';

const MAX_TITLE = 256;
/** Undocumented; GitHub names it where it refuses a longer one */
const MAX_BODY = 65_536;
/** https://docs.github.com/rest/commits/statuses: what is longer is refused */
const MAX_DESCRIPTION = 140;
const PAGE = 100;

export class GitHubPullRequests
  extends GitHubMerges
  implements RestPullRequests
{
  /** GitHub takes no notice of a `head` without an owner, so what it lists is looked at again. */
  async find(
    { branch, base, isOpen }: PullRequestQuery,
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    const [owner] = this.name.split('/');
    const query = {
      state: isOpen ? 'open' : 'all',
      head: `${owner}:${branch}`,
      base,
      sort: 'created',
      direction: 'desc',
      per_page: PAGE,
    };
    const found = await this.api.json(
      { path: '/pulls', query, signal: options.signal },
      schemas.pulls,
    );
    const own = found.filter(
      one =>
        one.head.ref === branch && [undefined, one.base.ref].includes(base),
    );
    const chosen = newest(own, one => ({
      state: stateOf(one),
      number: one.number,
    }));
    return chosen && this.get(chosen.number, options);
  }

  async isBase(base: string, { signal }: CallOptions): Promise<boolean> {
    const query = { state: 'open', base, per_page: 1 };
    const found = await this.api.json(
      { path: '/pulls', query, signal },
      schemas.pulls,
    );
    return found.length > 0;
  }

  async get(number: number, options: CallOptions): Promise<PullRequest> {
    const found = await this.show(number, options);
    const more = await checksAndReviewsOf(this.api, found, options);
    return pullRequestOf(found, more);
  }

  async open(
    request: PullRequestChange,
    { signal }: CallOptions,
  ): Promise<number> {
    const { branch: head, base } = request;
    const title = cutTitle(request.title, MAX_TITLE);
    const body = cutLines(request.body, MAX_BODY);
    const json = { head, base, title, body };
    try {
      const made = await this.api.json(
        { method: 'POST', path: '/pulls', json, signal },
        schemas.pull,
      );
      return made.number;
    } catch (error) {
      const isEmpty =
        error instanceof Refusal && /No commits between/.test(error.words);
      if (!isEmpty) throw error;
      throw new GitHostError(
        'nothingToMerge',
        `${this.name}: ${base} has all of ${head} already`,
      );
    }
  }

  /** GitHub makes a label that is missing. */
  addLabels(
    number: number,
    labels: readonly string[],
    options: CallOptions,
  ): Promise<string[]> {
    const path = `/issues/${number}/labels`;
    return refusedBy(labels, label =>
      this.post(path, { labels: [label] }, options),
    );
  }

  /** One by one: a name that is not known fails all of a request. */
  requestReviewers(
    number: number,
    reviewers: readonly string[],
    options: CallOptions,
  ): Promise<string[]> {
    const path = `/pulls/${number}/requested_reviewers`;
    return refusedBy(reviewers, reviewer => {
      const [name, team] = reviewer.split('/');
      const json = team ? { team_reviewers: [team] } : { reviewers: [name] };
      return this.post(path, json, options);
    });
  }

  async setStatus(
    { sha, context, state, description, url }: OwnStatus,
    options: CallOptions,
  ): Promise<void> {
    const json = {
      context,
      state,
      description: cutTitle(description, MAX_DESCRIPTION),
      target_url: url,
    };
    await this.post(`/statuses/${sha}`, json, options);
  }
}
