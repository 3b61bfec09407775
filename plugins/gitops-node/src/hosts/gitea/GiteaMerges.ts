import type { CallOptions, MergeMethod, MergeRequest } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { methodRefused } from '../rest/methodRefused';
import { Refusal, unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import type { Waiting } from '../rest/RestPullRequests';
import * as schemas from './schemas';

/** How Gitea merges and closes pull requests. */
export class GiteaMerges {
  constructor(
    protected readonly api: RestApi,
    protected readonly name: string,
  ) {}

  async accept(
    merge: MergeRequest,
    options: CallOptions,
  ): Promise<Waiting | undefined> {
    const reason = await this.#merge(merge, {}, options);
    return reason !== undefined && /behind the base branch/i.test(reason)
      ? { reason, isOutdated: true }
      : reason;
  }

  /** Gitea refuses one that it is to merge already. */
  async acceptWhenReady(
    merge: MergeRequest,
    options: CallOptions,
  ): Promise<boolean> {
    const when = { merge_when_checks_succeed: true };
    const reason = await this.#merge(merge, when, options);
    return reason === undefined || /already scheduled/i.test(reason);
  }

  /** 404: it was not to be merged. */
  async cancelMerge(number: number, { signal }: CallOptions): Promise<void> {
    const path = `/pulls/${number}/merge`;
    await unlessRefused([404], () =>
      this.api.send({ method: 'DELETE', path, signal }),
    );
  }

  async decline(
    { number, comment }: { number: number; comment?: string },
    { signal }: CallOptions,
  ): Promise<void> {
    await this.api.send({
      method: 'PATCH',
      path: `/pulls/${number}`,
      json: { state: 'closed' },
      signal,
    });
    if (comment)
      await this.post(
        `/issues/${number}/comments`,
        { body: comment },
        { signal },
      );
  }

  async #merge(
    { number, expectedHead, method }: MergeRequest,
    more: object,
    options: CallOptions,
  ): Promise<string | undefined> {
    const way = method ?? (await this.#usualMethod(options));
    const json = { Do: way, head_commit_id: expectedHead, ...more };
    try {
      await this.post(`/pulls/${number}/merge`, json, options);
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 409 && /head out of date/i.test(error.words))
        throw new GitHostError(
          'conflict',
          `${this.name} #${number} was changed since it was looked at: it is not merged`,
        );
      if (error.status === 405 && /allowed merge style/i.test(error.words))
        throw methodRefused(`${this.name} #${number}`, {
          method,
          allowed: allowedIn(await this.#repository(options)),
        });
      if (error.status !== 405 && error.status !== 409) throw error;
      return error.words || 'Gitea does not say why';
    }
  }

  /** Gitea wants to be told. */
  async #usualMethod(options: CallOptions): Promise<MergeMethod> {
    const found = await this.#repository(options);
    const allowed = allowedIn(found);
    return (
      allowed.find(one => one === found.default_merge_style) ??
      allowed[0] ??
      'merge'
    );
  }

  #repository({ signal }: CallOptions): Promise<schemas.Repository> {
    return this.api.json({ path: '', signal }, schemas.repository);
  }

  protected post(path: string, json: object, { signal }: CallOptions) {
    return this.api.send({ method: 'POST', path, json, signal });
  }
}

/** Undefined is not told by older ones, and allows it. */
function allowedIn(repository: schemas.Repository): MergeMethod[] {
  const allowed = {
    merge: repository.allow_merge_commits,
    squash: repository.allow_squash_merge,
    rebase: repository.allow_rebase,
  };
  return (['merge', 'squash', 'rebase'] as const).filter(
    method => allowed[method] !== false,
  );
}
