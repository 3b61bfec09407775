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
import { ApiRequest, errorOf, JsonApi, Refusal } from '../JsonApi';
import { pathParts } from '../pathParts';
import { ensureBranch } from '../rest/ensureBranch';
import {
  EnsuredPullRequest,
  ensurePullRequest,
} from '../rest/ensurePullRequest';
import { mergePullRequest } from '../rest/mergePullRequest';
import { messageParts } from '../rest/messageParts';
import { newest } from '../rest/newest';
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
    return ensureBranch(this, change, options, () =>
      this.#makeBranch(change, options),
    );
  }

  async ensurePullRequest(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<EnsuredPullRequest> {
    return ensurePullRequest(this, request, options, () =>
      this.#open(request, options),
    );
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
    return mergePullRequest(this, merge, options, async () => {
      const answer = await this.#api.try(
        this.#request(`pulls/${number}/merge`, options, {
          method: 'POST',
          body: { Do: method, head_commit_id: expectedHead },
        }),
        schemas.anything,
      );
      return 'refusal' in answer
        ? this.#waitsFor(number, answer.refusal)
        : undefined;
    });
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
    const found = await this.#find('commits', schemas.commits, options, {
      path: pathParts(path).join('/'),
      sha: ref,
      limit,
      stat: 'false',
      files: 'false',
      verification: 'false',
    });
    // Gitea answers so for a path that no commit touched, and for a repository that isn't there
    if (found === undefined) await this.get(options);
    return (found ?? []).map(({ sha, html_url, commit }) => ({
      sha,
      ...messageParts(commit.message),
      author: { name: commit.author.name, email: commit.author.email },
      date: new Date(commit.author.date).toISOString(),
      url: html_url,
    }));
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

  /** The commit is made on the branch's present head: Gitea makes a branch and its first commit in one step only so. Each file has to be as it is at `base.sha`. */
  async #makeBranch(
    { branch, base, files, message }: BranchChange,
    options: CallOptions,
  ): Promise<string> {
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
          files: operations.filter(
            ({ operation, sha }) => operation !== 'delete' || sha !== undefined,
          ),
        },
      }),
      schemas.changedFiles,
    );
    if ('value' in answer) return answer.value.commit.sha;
    const { refusal } = answer;
    const isStale =
      /sha does not match|already exists \[path|file does not exist/.test(
        refusal.words,
      );
    if (!isStale) throw errorOf(refusal, this.name);
    throw new GitHostError(
      'conflict',
      `${this.name}: a file was changed on ${base.branch} meanwhile (${refusal.words})`,
    );
  }

  async #open(
    { branch, base, title, body, labels, reviewers }: PullRequestChange,
    options: CallOptions,
  ): Promise<{ number: number; refused: string[] }> {
    const { number } = await this.#api.get(
      this.#request('pulls', options, {
        method: 'POST',
        body: { title: cut(title, MAX_TITLE), body, head: branch, base },
      }),
      schemas.pull,
    );
    const refused = [
      ...(await this.#addLabels(number, labels, options)),
      ...(await this.#askFor(number, reviewers, options)),
    ];
    return { number, refused };
  }

  /** What a refusal to merge says the pull request waits for. @throws GitHostError where it says something else */
  #waitsFor(number: number, refusal: Refusal): string | undefined {
    if (refusal.status === 409 && /head out of date/i.test(refusal.words))
      throw new GitHostError(
        'conflict',
        `${this.name} #${number} was changed since it was looked at: it is not merged`,
      );
    if (refusal.status === 405 || refusal.status === 409)
      return refusal.words || 'the Git host does not say why';
    throw errorOf(refusal, this.name);
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
    const place = pathParts(path).map(encoded).join('/');
    return this.#find(`contents/${place}`, schemas.contents, options, { ref });
  }

  /** Gitea answers any of a pair, so one that counts more is looked for besides. */
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
    const found = [any];
    for (let page = 1; page <= MAX_PAGES; page++) {
      const pulls = await this.#api.get(
        this.#request('pulls', options, {
          query: { state: 'all', base_branch: base, limit: PAGE, page },
        }),
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
    return newest(found, pullRequestOf);
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
