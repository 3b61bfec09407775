import type {
  CallOptions,
  MergeRequest,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import { cutLines, cutTitle } from '../rest/cut';
import { newest } from '../rest/newest';
import { Refusal } from '../rest/Refusal';
import { refusedBy } from '../rest/refusedBy';
import type { RestApi } from '../rest/RestApi';
import type {
  PullRequestQuery,
  RestPullRequests,
} from '../rest/RestPullRequests';
import { checksAndReviewsOf, pullRequestOf, stateOf } from './pullRequestOf';
import { mergeWhenReady } from './mutations';
import * as schemas from './schemas';

const MAX_TITLE = 256;
/** Undocumented; GitHub names it where it refuses a longer one */
const MAX_BODY = 65_536;
/** https://docs.github.com/rest/commits/statuses: what is longer is refused */
const MAX_DESCRIPTION = 140;
const PAGE = 100;

export class GitHubPullRequests implements RestPullRequests {
  readonly #api: RestApi;
  readonly #graphql: RestApi;
  readonly #name: string;

  constructor(options: { api: RestApi; graphql: RestApi; name: string }) {
    this.#api = options.api;
    this.#graphql = options.graphql;
    this.#name = options.name;
  }

  /** GitHub takes no notice of a `head` without an owner, so what it lists is looked at again. */
  async find(
    { branch, base, isOpen }: PullRequestQuery,
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    const [owner] = this.#name.split('/');
    const query = {
      state: isOpen ? 'open' : 'all',
      head: `${owner}:${branch}`,
      base,
      sort: 'created',
      direction: 'desc',
      per_page: PAGE,
    };
    const found = await this.#api.json(
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

  async get(number: number, options: CallOptions): Promise<PullRequest> {
    const found = await this.#show(number, options);
    const more = await checksAndReviewsOf(this.#api, found, options);
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
      const made = await this.#api.json(
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
        `${this.#name}: ${base} has all of ${head} already`,
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
      this.#post(path, { labels: [label] }, options),
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
      return this.#post(path, json, options);
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
    await this.#post(`/statuses/${sha}`, json, options);
  }

  async accept(
    merge: MergeRequest,
    options: CallOptions,
  ): Promise<string | undefined> {
    const reason = await this.#merge(merge, options);
    // GitHub's own race with what was merged just before. Once is enough: whoever asks comes again
    return reason?.startsWith('Base branch was modified')
      ? this.#merge(merge, options)
      : reason;
  }

  async acceptWhenReady(
    merge: MergeRequest,
    options: CallOptions,
  ): Promise<boolean> {
    const { node_id: id } = await this.#show(merge.number, options);
    return mergeWhenReady(this.#graphql, id, merge, options);
  }

  async decline(
    { number, comment }: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<void> {
    const { signal } = options;
    const path = `/pulls/${number}`;
    const json = { state: 'closed' };
    await this.#api.send({ method: 'PATCH', path, json, signal });
    if (comment)
      await this.#post(
        `/issues/${number}/comments`,
        { body: comment },
        options,
      );
  }

  #show(number: number, { signal }: CallOptions): Promise<schemas.Pull> {
    const path = `/pulls/${number}`;
    return this.#api.look({ path, signal }, schemas.pull);
  }

  #post(path: string, json: object, { signal }: CallOptions) {
    return this.#api.send({ method: 'POST', path, json, signal });
  }

  /** What it waits for, in GitHub's words. 405 has many causes, of which only a method that is switched off stays. */
  async #merge(
    { number, expectedHead: sha, method: merge_method }: MergeRequest,
    { signal }: CallOptions,
  ): Promise<string | undefined> {
    const path = `/pulls/${number}/merge`;
    const json = { sha, merge_method };
    try {
      await this.#api.send({ method: 'PUT', path, json, signal });
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, words } = error;
      const name = `${this.#name} #${number}`;
      if (status === 409 && /head branch/i.test(words))
        throw new GitHostError(
          'conflict',
          `${name} was changed since it was looked at: it is not merged`,
        );
      if (status === 405 && /not allowed on this repository/i.test(words))
        throw new GitHostError(
          'invalid',
          `${name}: ${words} Allow this way of merging in the repository's settings, or configure another`,
        );
      if (status !== 405 && status !== 409) throw error;
      return words || 'GitHub does not say why';
    }
  }
}
