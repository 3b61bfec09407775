import type {
  CallOptions,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { allPages } from '../rest/allPages';
import { cutTitle } from '../rest/cut';
import {
  newest,
  PullRequestQuery,
  RestPullRequests,
} from '../rest/RestPullRequests';
import { refusedBy } from '../rest/refusedBy';
import { encoded } from '../rest/encoded';
import { GiteaMerges } from './GiteaMerges';
import { checksAndReviewsOf, pullRequestOf } from './pullRequestOf';
import * as schemas from './schemas';

const MAX_TITLE = 255;
/** Gitea takes more, and shows it in one line */
const MAX_DESCRIPTION = 255;
const LABEL_COLOR = '#0052cc';
const PAGES = { size: 50, max: 20 };

export class GiteaPullRequests extends GiteaMerges implements RestPullRequests {
  /** Gitea answers any of a pair, so one that counts more is looked for besides. */
  async find(
    { branch, base, isOpen }: PullRequestQuery,
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    const any = base && (await this.#ofPair({ branch, base }, options));
    if (base !== undefined && !any) return undefined;
    if (any && any.state === 'open') return this.#told(any, options);
    const open = await this.#all({ branch, base, state: 'open' }, options);
    const ended =
      isOpen || open.length > 0
        ? []
        : await this.#all({ branch, base, state: 'closed' }, options);
    const known = any && !isOpen ? [any] : [];
    const chosen = newest([...open, ...ended, ...known], pullRequestOf);
    return chosen && this.#told(chosen, options);
  }

  async isBase(base: string, options: CallOptions): Promise<boolean> {
    return (await this.#all({ base, state: 'open' }, options)).length > 0;
  }

  async get(number: number, options: CallOptions): Promise<PullRequest> {
    const { signal } = options;
    const found = await this.api.json(
      { path: `/pulls/${number}`, signal },
      schemas.pull,
    );
    return this.#told(found, options);
  }

  async open(
    request: PullRequestChange,
    { signal }: CallOptions,
  ): Promise<number> {
    const { branch: head, base, body } = request;
    const json = {
      title: cutTitle(request.title, MAX_TITLE),
      body,
      head,
      base,
    };
    const { number } = await this.api.json(
      { method: 'POST', path: '/pulls', json, signal },
      schemas.pull,
    );
    return number;
  }

  /** By their numbers. One that the repository has not is made, as other hosts do by themselves. */
  async addLabels(
    number: number,
    labels: readonly string[],
    options: CallOptions,
  ): Promise<string[]> {
    const known = await this.#labels(options);
    return refusedBy(labels, async name => {
      const id = known.get(name) ?? (await this.#makeLabel(name, options));
      await this.post(`/issues/${number}/labels`, { labels: [id] }, options);
    });
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

  #ofPair(
    { branch, base }: { branch: string; base: string },
    { signal }: CallOptions,
  ): Promise<schemas.Pull | undefined> {
    const path = `/pulls/${encoded(base)}/${encoded(branch)}`;
    return this.api.find({ path, signal }, schemas.pull);
  }

  /** Those of a branch among the newest. */
  async #all(
    { branch, base, state }: { branch?: string; base?: string; state: string },
    { signal }: CallOptions,
  ): Promise<schemas.Pull[]> {
    const found = await allPages(PAGES, page => {
      const query = { state, base_branch: base, limit: PAGES.size, page };
      return this.api.json({ path: '/pulls', query, signal }, schemas.pulls);
    });
    // Where the branch is gone only the label still names it
    return found.filter(
      one =>
        [undefined, one.head.label].includes(branch) &&
        [undefined, one.base.ref].includes(base),
    );
  }

  async #told(found: schemas.Pull, options: CallOptions): Promise<PullRequest> {
    return pullRequestOf(
      found,
      await checksAndReviewsOf(this.api, found, options),
    );
  }

  async #labels({ signal }: CallOptions): Promise<Map<string, number>> {
    const request = { path: '/labels', signal };
    const found = await allPages(PAGES, async page => {
      const query = { limit: PAGES.size, page };
      return (await this.api.find({ ...request, query }, schemas.labels)) ?? [];
    });
    return new Map(found.map(({ id, name }) => [name, id]));
  }

  async #makeLabel(name: string, { signal }: CallOptions): Promise<number> {
    const json = { name, color: LABEL_COLOR };
    const { id } = await this.api.json(
      { method: 'POST', path: '/labels', json, signal },
      schemas.label,
    );
    return id;
  }
}
