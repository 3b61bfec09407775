import type {
  CallOptions,
  MergeMethod,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import { cutTitle } from '../rest/cutTitle';
import { newest } from '../rest/newest';
import { Refusal } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import type { RestPullRequests } from '../rest/RestPullRequests';
import { besidesOf } from './besidesOf';
import { encoded } from './encoded';
import { pullRequestOf } from './pullRequestOf';
import * as schemas from './schemas';

const MAX_TITLE = 255;
const PAGE = 50;
const LABEL_COLOR = '#0052cc';
const MAX_PAGES = 20;

export class GiteaPullRequests implements RestPullRequests {
  readonly #api: RestApi;
  readonly #name: string;

  constructor(api: RestApi, name: string) {
    this.#api = api;
    this.#name = name;
  }

  /** Gitea answers any of a pair, so one that counts more is looked for besides. */
  async find(
    { branch, base }: { branch: string; base: string },
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    const path = `/pulls/${encoded(base)}/${encoded(branch)}`;
    const { signal } = options;
    const any = await this.#api.find({ path, signal }, schemas.pull);
    if (any === undefined) return undefined;
    if (any.state === 'open') return this.#told(any, options);
    const all = await this.#all({ branch, base }, options);
    const chosen = newest([any, ...all], pullRequestOf);
    return chosen && this.#told(chosen, options);
  }

  async get(number: number, options: CallOptions): Promise<PullRequest> {
    const { signal } = options;
    const found = await this.#api.json(
      { path: `/pulls/${number}`, signal },
      schemas.pull,
    );
    return this.#told(found, options);
  }

  async open(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<{ number: number; refused: string[] }> {
    const { branch: head, base, body, labels, reviewers } = request;
    const title = cutTitle(request.title, MAX_TITLE);
    const { number } = await this.#api.json(
      {
        method: 'POST',
        path: '/pulls',
        json: { title, body, head, base },
        signal: options.signal,
      },
      schemas.pull,
    );
    const refused = [
      ...(await this.#addLabels(number, labels, options)),
      ...(await this.#askFor(number, reviewers, options)),
    ];
    return { number, refused };
  }

  async accept(
    merge: { number: number; expectedHead: string; method?: MergeMethod },
    { signal }: CallOptions,
  ): Promise<string | undefined> {
    const { number, expectedHead, method = 'merge' } = merge;
    try {
      await this.#api.send({
        method: 'POST',
        path: `/pulls/${number}/merge`,
        json: { Do: method, head_commit_id: expectedHead },
        signal,
      });
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 409 && /head out of date/i.test(error.words))
        throw new GitHostError(
          'conflict',
          `${
            this.#name
          } #${number} was changed since it was looked at: it is not merged`,
        );
      if (error.status !== 405 && error.status !== 409) throw error;
      return error.words || 'Gitea does not say why';
    }
  }

  async decline(
    { number, comment }: { number: number; comment?: string },
    { signal }: CallOptions,
  ): Promise<void> {
    await this.#api.send({
      method: 'PATCH',
      path: `/pulls/${number}`,
      json: { state: 'closed' },
      signal,
    });
    if (comment)
      await this.#api.send({
        method: 'POST',
        path: `/issues/${number}/comments`,
        json: { body: comment },
        signal,
      });
  }

  /** Those of a pair among the newest of a base. */
  async #all(
    { branch, base }: { branch: string; base: string },
    { signal }: CallOptions,
  ): Promise<schemas.Pull[]> {
    const found: schemas.Pull[] = [];
    for (let page = 1; page <= MAX_PAGES; page++) {
      const query = { state: 'all', base_branch: base, limit: PAGE, page };
      const pulls = await this.#api.json(
        { path: '/pulls', query, signal },
        schemas.pulls,
      );
      // Where the branch is gone only the label still names it
      found.push(
        ...pulls.filter(
          one => one.head.label === branch && one.base.ref === base,
        ),
      );
      if (pulls.length < PAGE) break;
    }
    return found;
  }

  async #told(found: schemas.Pull, options: CallOptions): Promise<PullRequest> {
    return pullRequestOf(found, await besidesOf(this.#api, found, options));
  }

  /** By their numbers. One that the repository lacks is made, as other hosts do by themselves. */
  async #addLabels(
    number: number,
    wanted: readonly string[] = [],
    { signal }: CallOptions,
  ): Promise<string[]> {
    if (wanted.length === 0) return [];
    const known = await this.#labels(signal);
    const refused: string[] = [];
    for (const name of wanted) {
      const id = known.get(name) ?? (await this.#makeLabel(name, signal));
      const isAdded =
        id !== undefined &&
        (await this.#isTaken({
          method: 'POST',
          path: `/issues/${number}/labels`,
          json: { labels: [id] },
          signal,
        }));
      if (!isAdded) refused.push(`label ${name}`);
    }
    return refused;
  }

  async #labels(signal: AbortSignal): Promise<Map<string, number>> {
    const known = new Map<string, number>();
    for (let page = 1; page <= MAX_PAGES; page++) {
      const query = { limit: PAGE, page };
      const found =
        (await this.#api.find(
          { path: '/labels', query, signal },
          schemas.labels,
        )) ?? [];
      for (const { id, name } of found) known.set(name, id);
      if (found.length < PAGE) break;
    }
    return known;
  }

  async #makeLabel(
    name: string,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    try {
      const { id } = await this.#api.json(
        {
          method: 'POST',
          path: '/labels',
          json: { name, color: LABEL_COLOR },
          signal,
        },
        schemas.label,
      );
      return id;
    } catch (error) {
      if (error instanceof GitHostError) return undefined;
      throw error;
    }
  }

  /** One by one: a name that is not known fails all of a request. */
  async #askFor(
    number: number,
    reviewers: readonly string[] = [],
    { signal }: CallOptions,
  ): Promise<string[]> {
    const refused: string[] = [];
    for (const reviewer of reviewers) {
      const isAsked = await this.#isTaken({
        method: 'POST',
        path: `/pulls/${number}/requested_reviewers`,
        json: { reviewers: [reviewer] },
        signal,
      });
      if (!isAsked) refused.push(`reviewer ${reviewer}`);
    }
    return refused;
  }

  /** The pull request is there: what it lacks is no reason to fail. */
  async #isTaken(request: Parameters<RestApi['send']>[0]): Promise<boolean> {
    try {
      await this.#api.send(request);
      return true;
    } catch (error) {
      if (error instanceof GitHostError) return false;
      throw error;
    }
  }
}
