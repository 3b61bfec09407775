import type {
  CallOptions,
  MergeMethod,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import { cutLines } from '../rest/cutLines';
import { cutTitle } from '../rest/cutTitle';
import { newest } from '../rest/newest';
import { Refusal } from '../rest/Refusal';
import type { RestPullRequests } from '../rest/RestPullRequests';
import { besidesOf } from './besidesOf';
import type { GitHubApi } from './GitHubApi';
import { pullRequestOf, stateOf } from './pullRequestOf';
import * as schemas from './schemas';

const MAX_TITLE = 256;
/** Undocumented; GitHub names it where it refuses a longer one */
const MAX_BODY = 65_536;
const PAGE = 100;

export class GitHubPullRequests implements RestPullRequests {
  readonly #api: GitHubApi;

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  /** GitHub takes no notice of a `head` without an owner, so what it lists is looked at again. */
  async find(
    { branch, base }: { branch: string; base: string },
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    const found = await this.#api.ask(schemas.pulls, options, (rest, common) =>
      rest.pulls.list({
        ...common,
        state: 'all',
        head: `${common.owner}:${branch}`,
        base,
        sort: 'created',
        direction: 'desc',
        per_page: PAGE,
      }),
    );
    const own = found.filter(
      one => one.head.ref === branch && one.base.ref === base,
    );
    const chosen = newest(own, one => ({
      state: stateOf(one),
      number: one.number,
    }));
    return chosen && this.get(chosen.number, options);
  }

  async get(pull_number: number, options: CallOptions): Promise<PullRequest> {
    const found = await this.#api.look(
      `pull request ${pull_number}`,
      schemas.pull,
      options,
      (rest, common) => rest.pulls.get({ ...common, pull_number }),
    );
    return pullRequestOf(found, await besidesOf(this.#api, found, options));
  }

  async open(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<{ number: number; refused: string[] }> {
    const { branch: head, base, labels = [], reviewers = [] } = request;
    const title = cutTitle(request.title, MAX_TITLE);
    const body = cutLines(request.body, MAX_BODY);
    const { number } = await this.#create({ head, base, title, body }, options);
    const refused: string[] = [];
    const attempt = async (name: string, work: Promise<unknown>) => {
      try {
        await work;
      } catch (error) {
        // The pull request is there: what it lacks is no reason to fail
        if (!(error instanceof GitHostError)) throw error;
        refused.push(name);
      }
    };
    for (const label of labels)
      await attempt(`label ${label}`, this.#label(number, label, options));
    // One by one: a name that is not known fails all of a request
    for (const login of reviewers)
      await attempt(`reviewer ${login}`, this.#ask(number, login, options));
    return { number, refused };
  }

  async accept(
    merge: { number: number; expectedHead: string; method?: MergeMethod },
    options: CallOptions,
  ): Promise<string | undefined> {
    const reason = await this.#merge(merge, options);
    // GitHub's own race with what was merged just before. Once is enough: whoever asks comes again
    return reason?.startsWith('Base branch was modified')
      ? this.#merge(merge, options)
      : reason;
  }

  async decline(
    { number, comment }: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<void> {
    await this.#api.ask(schemas.anything, options, (rest, common) =>
      rest.pulls.update({ ...common, pull_number: number, state: 'closed' }),
    );
    if (comment)
      await this.#api.ask(schemas.anything, options, (rest, common) =>
        rest.issues.createComment({
          ...common,
          issue_number: number,
          body: comment,
        }),
      );
  }

  async #create(
    pull: { head: string; base: string; title: string; body: string },
    options: CallOptions,
  ): Promise<schemas.Pull> {
    try {
      return await this.#api.ask(schemas.pull, options, (rest, common) =>
        rest.pulls.create({ ...common, ...pull }),
      );
    } catch (error) {
      const isEmpty =
        error instanceof Refusal && /No commits between/.test(error.words);
      if (!isEmpty) throw error;
      throw new GitHostError(
        'nothingToMerge',
        `${this.#api.about}: ${pull.base} has all of ${pull.head} already`,
      );
    }
  }

  /** GitHub makes a label that is missing. */
  #label(issue_number: number, label: string, options: CallOptions) {
    return this.#api.ask(schemas.anything, options, (rest, common) =>
      rest.issues.addLabels({ ...common, issue_number, labels: [label] }),
    );
  }

  #ask(pull_number: number, login: string, options: CallOptions) {
    return this.#api.ask(schemas.anything, options, (rest, common) =>
      rest.pulls.requestReviewers({
        ...common,
        pull_number,
        reviewers: [login],
      }),
    );
  }

  /** What it waits for, in GitHub's words. 405 has many causes, of which only a method that is switched off stays. */
  async #merge(
    {
      number,
      expectedHead: sha,
      method: merge_method,
    }: { number: number; expectedHead: string; method?: MergeMethod },
    options: CallOptions,
  ): Promise<string | undefined> {
    try {
      await this.#api.ask(schemas.anything, options, (rest, common) =>
        rest.pulls.merge({
          ...common,
          pull_number: number,
          sha,
          merge_method,
        }),
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, words } = error;
      const name = `${this.#api.about} #${number}`;
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
