import { z } from 'zod';
import {
  BranchChange,
  CallOptions,
  Commit,
  DirectoryEntry,
  GitRepository,
  MAX_FILE_BYTES,
  MergeAnswer,
  MergeMethod,
  PullRequest,
  PullRequestChange,
  RepositoryInfo,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import { ApiRequest, errorOf, JsonApi } from '../JsonApi';
import { GiteaWorkflows } from './GiteaWorkflows';
import { pullRequestOf } from './pullRequestOf';
import * as schemas from './schemas';

const MAX_TITLE = 255;
const PAGE = 50;
const MAX_PAGES = 20;

const kinds: Record<string, DirectoryEntry['kind']> = {
  file: 'file',
  dir: 'directory',
};

/** A repository of Gitea or Forgejo. */
export class GiteaRepository implements GitRepository {
  readonly host: string;
  readonly name: string;
  readonly url: string;
  readonly workflows: GiteaWorkflows;
  readonly #api: JsonApi;
  readonly #path: string;

  constructor(options: {
    api: JsonApi;
    host: string;
    /** Address of the host's pages, without a slash at the end */
    baseUrl: string;
    owner: string;
    repository: string;
  }) {
    const { owner, repository } = options;
    this.#api = options.api;
    this.#path = `repos/${encoded(owner)}/${encoded(repository)}`;
    this.host = options.host;
    this.name = `${owner}/${repository}`;
    this.url = `${options.baseUrl}/${owner}/${repository}`;
    this.workflows = new GiteaWorkflows({
      api: this.#api,
      path: this.#path,
      about: this.name,
    });
  }

  async get(options: CallOptions): Promise<RepositoryInfo> {
    const found = await this.#get('', schemas.repository, options);
    return {
      defaultBranch: found.default_branch,
      isArchived: Boolean(found.archived || found.mirror),
      canPush: found.permissions?.push,
    };
  }

  async head(name: string, options: CallOptions): Promise<string | undefined> {
    const found = await this.#find(
      `branches/${encoded(name)}`,
      schemas.branch,
      options,
    );
    return found?.commit.id;
  }

  async read(
    { path, ref }: { path: string; ref: string },
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    const found = await this.#contents(path, ref, options);
    if (found === undefined) return undefined;
    if (Array.isArray(found) || found.type !== 'file')
      throw new GitHostError(
        'notAFile',
        `${path} in ${this.name} is no file (${
          Array.isArray(found) ? 'a directory' : found.type
        })`,
      );
    if ((found.size ?? 0) > MAX_FILE_BYTES)
      throw new GitHostError(
        'tooLarge',
        `${path} in ${this.name} is larger than ${MAX_FILE_BYTES / 1024} kB`,
      );
    return Buffer.from(found.content ?? '', 'base64');
  }

  async list(
    { path, ref }: { path: string; ref: string },
    options: CallOptions,
  ): Promise<DirectoryEntry[]> {
    const found = await this.#contents(path, ref, options);
    if (!Array.isArray(found)) return [];
    return found.map(({ name, path: entryPath, type }) => ({
      name,
      path: entryPath,
      kind: kinds[type] ?? 'other',
    }));
  }

  /** The commit is made on the branch's present head: Gitea makes a branch and its first commit in one step only so. Each file has to be as it is at `base.sha`. */
  async ensureBranch(
    change: BranchChange,
    options: CallOptions,
  ): Promise<{ head: string; made: boolean }> {
    const { branch, base, files, message } = change;
    const present = await this.head(branch, options);
    if (present !== undefined) return this.#known(change, present, options);
    const operations = await Promise.all(
      [...files].map(async ([path, bytes]) => {
        const sha = await this.#shaOf(path, base.sha, options);
        if (bytes === null) return { operation: 'delete', path, sha };
        const content = Buffer.from(bytes).toString('base64');
        return sha === undefined
          ? { operation: 'create', path, content }
          : { operation: 'update', path, content, sha };
      }),
    );
    const answer = await this.#api.try(
      this.#request('contents', options, {
        method: 'POST',
        body: {
          branch: base.branch,
          new_branch: branch,
          message,
          files: operations,
        },
      }),
      schemas.changedFiles,
    );
    if ('value' in answer) return { head: answer.value.commit.sha, made: true };
    const { refusal } = answer;
    // Somebody was faster, or the first answer got lost
    const head = await this.head(branch, options);
    if (head !== undefined) return this.#known(change, head, options);
    if (refusal.status === 422 && /sha does not match/.test(refusal.words))
      throw new GitHostError(
        'conflict',
        `${this.name}: a file was changed on ${base.branch} meanwhile (${refusal.words})`,
      );
    throw errorOf(refusal, this.name);
  }

  async ensurePullRequest(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<{ pullRequest: PullRequest; made: boolean; refused: string[] }> {
    const { branch, base, title, body } = request;
    const present = await this.#findPull({ branch, base }, options);
    if (present)
      return {
        pullRequest: await this.#told(present, options),
        made: false,
        refused: [],
      };
    const answer = await this.#api.try(
      this.#request('pulls', options, {
        method: 'POST',
        body: { title: cut(title, MAX_TITLE), body, head: branch, base },
      }),
      schemas.pull,
    );
    if ('value' in answer) {
      const { value } = answer;
      const refused = [
        ...(await this.#addLabels(value.number, request.labels, options)),
        ...(await this.#askFor(value.number, request.reviewers, options)),
      ];
      return { pullRequest: pullRequestOf(value), made: true, refused };
    }
    const found = await this.#findPull({ branch, base }, options);
    if (found)
      return {
        pullRequest: await this.#told(found, options),
        made: false,
        refused: [],
      };
    const { refusal } = answer;
    if (refusal.status === 422 && /no changes/.test(refusal.words))
      throw new GitHostError(
        'nothingToMerge',
        `${this.name}: ${branch} and ${base} do not differ`,
      );
    throw errorOf(refusal, this.name);
  }

  async findPullRequest(
    of: { branch: string; base: string },
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    const found = await this.#findPull(of, options);
    return found && this.#told(found, options);
  }

  async pullRequest(
    number: number,
    options: CallOptions,
  ): Promise<PullRequest> {
    const found = await this.#get(`pulls/${number}`, schemas.pull, options);
    return this.#told(found, options);
  }

  async merge(
    merge: { number: number; expectedHead: string; method?: MergeMethod },
    options: CallOptions,
  ): Promise<MergeAnswer> {
    const { number, expectedHead, method = 'merge' } = merge;
    const answer = await this.#api.try(
      this.#request(`pulls/${number}/merge`, options, {
        method: 'POST',
        body: { Do: method, head_commit_id: expectedHead },
      }),
      schemas.anything,
    );
    const pullRequest = await this.pullRequest(number, options);
    if ('value' in answer || pullRequest.state === 'merged')
      return { merged: true, pullRequest };
    const { refusal } = answer;
    if (refusal.status === 409 && /head out of date/i.test(refusal.words))
      throw new GitHostError(
        'conflict',
        `${this.name} #${number} was changed since it was looked at: it is not merged`,
      );
    if (refusal.status === 405 || refusal.status === 409)
      return {
        merged: false,
        reason: `${this.name} #${number} can't be merged now: ${
          refusal.words || 'the Git host does not say why'
        }.`,
      };
    throw errorOf(refusal, this.name);
  }

  async close(
    { number, comment }: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<PullRequest> {
    const present = await this.pullRequest(number, options);
    if (present.state !== 'open') return present;
    await this.#api.get(
      this.#request(`pulls/${number}`, options, {
        method: 'PATCH',
        body: { state: 'closed' },
      }),
      schemas.anything,
    );
    if (comment)
      await this.#api.get(
        this.#request(`issues/${number}/comments`, options, {
          method: 'POST',
          body: { body: comment },
        }),
        schemas.anything,
      );
    return this.pullRequest(number, options);
  }

  async deleteBranch(name: string, options: CallOptions): Promise<void> {
    const answer = await this.#api.try(
      this.#request(`branches/${encoded(name)}`, options, { method: 'DELETE' }),
      schemas.anything,
    );
    if ('refusal' in answer && answer.refusal.status !== 404)
      throw errorOf(answer.refusal, this.name);
  }

  async commits(
    { path, ref, limit }: { path: string; ref: string; limit: number },
    options: CallOptions,
  ): Promise<Commit[]> {
    const found = await this.#api.get(
      this.#request('commits', options, {
        query: { path, sha: ref, limit, stat: 'false' },
      }),
      schemas.commits,
    );
    return found.map(({ sha, html_url, commit }) => {
      const [subject, ...rest] = commit.message.split('\n');
      const { name, email, date } = commit.author;
      return {
        sha,
        subject,
        body: rest.join('\n').trim(),
        author: { name, email },
        date: new Date(date).toISOString(),
        url: html_url,
      };
    });
  }

  async isContained(
    { commit, of }: { commit: string; of: string },
    options: CallOptions,
  ): Promise<boolean> {
    if (commit === of) return true;
    // What the one has and the other lacks
    const found = await this.#find(
      `compare/${encoded(of)}...${encoded(commit)}`,
      schemas.comparison,
      options,
    );
    return found?.total_commits === 0;
  }

  /** A branch that is there is the one asked for where its files are. */
  async #known(
    { branch, files }: BranchChange,
    head: string,
    options: CallOptions,
  ): Promise<{ head: string; made: boolean }> {
    for (const [path, bytes] of files) {
      const there = await this.read({ path, ref: head }, options);
      const isSame =
        bytes === null
          ? there === undefined
          : there !== undefined && Buffer.compare(there, bytes) === 0;
      if (!isSame)
        throw new GitHostError(
          'conflict',
          `${this.name} has a branch ${branch} already, with another ${path}. Delete that branch, or ask again for another one`,
        );
    }
    return { head, made: false };
  }

  async #shaOf(
    path: string,
    ref: string,
    options: CallOptions,
  ): Promise<string | undefined> {
    const found = await this.#contents(path, ref, options);
    return Array.isArray(found) ? undefined : found?.sha;
  }

  async #contents(path: string, ref: string, options: CallOptions) {
    const place = path.split('/').filter(Boolean).map(encoded).join('/');
    return this.#find(`contents/${place}`, schemas.contents, options, { ref });
  }

  /** Gitea answers any of a pair, so an open one is looked for besides. */
  async #findPull(
    { branch, base }: { branch: string; base: string },
    options: CallOptions,
  ): Promise<schemas.Pull | undefined> {
    const any = await this.#find(
      `pulls/${encoded(base)}/${encoded(branch)}`,
      schemas.pull,
      options,
    );
    if (any === undefined || any.state === 'open') return any;
    for (let page = 1; page <= MAX_PAGES; page++) {
      const open = await this.#api.get(
        this.#request('pulls', options, {
          query: { state: 'open', limit: PAGE, page },
        }),
        schemas.pulls,
      );
      const same = open.find(
        one => one.head.ref === branch && one.base.ref === base,
      );
      if (same) return same;
      if (open.length < PAGE) break;
    }
    return any;
  }

  /** With what is known besides of an open one: checks and approvals. */
  async #told(found: schemas.Pull, options: CallOptions): Promise<PullRequest> {
    if (found.state !== 'open') return pullRequestOf(found);
    const [status, reviews] = await Promise.all([
      this.#find(
        `commits/${found.head.sha}/status`,
        schemas.combinedStatus,
        options,
      ),
      this.#find(`pulls/${found.number}/reviews`, schemas.reviews, options),
    ]);
    return pullRequestOf(found, { status, reviews });
  }

  async #addLabels(
    number: number,
    wanted: readonly string[] = [],
    options: CallOptions,
  ): Promise<string[]> {
    if (wanted.length === 0) return [];
    const known =
      (await this.#find('labels', schemas.labels, options, { limit: PAGE })) ??
      [];
    const ids = known
      .filter(({ name }) => wanted.includes(name))
      .map(({ id }) => id);
    const missing = wanted.filter(
      name => !known.some(one => one.name === name),
    );
    if (ids.length === 0) return missing.map(name => `label ${name}`);
    const answer = await this.#api.try(
      this.#request(`issues/${number}/labels`, options, {
        method: 'POST',
        body: { labels: ids },
      }),
      schemas.anything,
    );
    const refused = 'refusal' in answer ? wanted : missing;
    return refused.map(name => `label ${name}`);
  }

  async #askFor(
    number: number,
    reviewers: readonly string[] = [],
    options: CallOptions,
  ): Promise<string[]> {
    const refused: string[] = [];
    // One by one: a name that is not known fails all of a request
    for (const reviewer of reviewers) {
      const answer = await this.#api.try(
        this.#request(`pulls/${number}/requested_reviewers`, options, {
          method: 'POST',
          body: { reviewers: [reviewer] },
        }),
        schemas.anything,
      );
      if ('refusal' in answer) refused.push(`reviewer ${reviewer}`);
    }
    return refused;
  }

  #get<T extends z.ZodType>(
    path: string,
    schema: T,
    options: CallOptions,
  ): Promise<z.infer<T>> {
    return this.#api.get(this.#request(path, options), schema);
  }

  /** Undefined where there is no such thing. */
  async #find<T extends z.ZodType>(
    path: string,
    schema: T,
    options: CallOptions,
    query?: ApiRequest['query'],
  ): Promise<z.infer<T> | undefined> {
    const answer = await this.#api.try(
      this.#request(path, options, { query }),
      schema,
    );
    if ('value' in answer) return answer.value;
    if (answer.refusal.status === 404) return undefined;
    throw errorOf(answer.refusal, this.name);
  }

  #request(
    path: string,
    { signal }: CallOptions,
    rest: Pick<ApiRequest, 'method' | 'query' | 'body'> = {},
  ): ApiRequest {
    return {
      ...rest,
      path: path === '' ? this.#path : `${this.#path}/${path}`,
      about: this.name,
      signal,
    };
  }
}

function encoded(part: string): string {
  return encodeURIComponent(part);
}

/** By characters as people see them, not by halves of them. */
function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length > length
    ? `${characters.slice(0, length - 1).join('')}…`
    : text;
}
