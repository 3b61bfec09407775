import type { z } from 'zod';
import {
  BranchChange,
  CallOptions,
  Commit,
  DirectoryEntry,
  GitCredentials,
  MAX_FILE_BYTES,
  NewRepository,
  PullRequestChange,
  RepositoryInfo,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import type { EnsuredPullRequest } from '../rest/ensurePullRequest';
import { ensureRepository, noCredentials } from '../rest/ensureRepository';
import { messageParts } from '../rest/messageParts';
import type { OneAtATime } from '../rest/OneAtATime';
import { Refusal } from '../rest/Refusal';
import { RestApi, RestRequest, unlessRefused } from '../rest/RestApi';
import { RestRepository } from '../rest/RestRepository';
import { encoded, encodedPath } from './encoded';
import { GiteaPullRequests } from './GiteaPullRequests';
import { GiteaWorkflows } from './GiteaWorkflows';
import { makeRepository } from './makeRepository';
import * as schemas from './schemas';

/** What Gitea says where a file is not as it was looked at. */
const STALE =
  /sha does not match|already exists \[path|(file|object) does not exist/i;

/** A commit of more files than this reads whole trees of a thousand entries a request, rather than each file by itself. */
const MANY_FILES = 10;

/** Gitea stages one file after the other: of three hundred, a small server has its hands full for seven seconds. It gives up when nobody waits any more, so no second try would do better. */
const FILE_MS = 50;

const kinds: Record<string, DirectoryEntry['kind']> = {
  file: 'file',
  dir: 'directory',
};

/** As `integrations.gitea` has them. */
export interface GiteaLogin {
  username?: string;
  /** May be a token, for which any name will do */
  password?: string;
}

/** A repository of Gitea or Forgejo. */
export class GiteaRepository extends RestRepository {
  readonly workflows: GiteaWorkflows;
  protected readonly pulls: GiteaPullRequests;
  readonly #api: RestApi;
  readonly #hostApi: RestApi;
  readonly #login: GiteaLogin;
  readonly #works: OneAtATime;

  constructor(options: {
    host: string;
    name: string;
    url: string;
    /** Of the repository */
    api: RestApi;
    /** Of the host */
    hostApi: RestApi;
    login: GiteaLogin;
    works: OneAtATime;
  }) {
    super(options);
    this.#api = options.api;
    this.#hostApi = options.hostApi;
    this.#login = options.login;
    this.#works = options.works;
    this.pulls = new GiteaPullRequests(options.api, options.name);
    this.workflows = new GiteaWorkflows(options.api);
  }

  async get({ signal }: CallOptions): Promise<RepositoryInfo> {
    const found = await this.#api.json(
      { path: '', signal },
      schemas.repository,
    );
    return {
      defaultBranch: found.default_branch,
      isArchived: Boolean(found.archived || found.mirror),
      canPush: found.permissions?.push,
    };
  }

  ensureExists(
    settings: NewRepository,
    options: CallOptions,
  ): Promise<{ made: boolean }> {
    const [owner, name] = this.name.split('/');
    return ensureRepository(this, options, () =>
      makeRepository(this.#hostApi, { owner, name }, settings, options),
    );
  }

  async gitCredentials({ signal }: CallOptions): Promise<GitCredentials> {
    signal.throwIfAborted();
    const { username = 'oauth2', password } = this.#login;
    if (!password) throw noCredentials(this.name, 'integrations.gitea');
    return { url: `${this.url}.git`, username, password };
  }

  async head(
    branch: string,
    { signal }: CallOptions,
  ): Promise<string | undefined> {
    const path = `/branches/${encoded(branch)}`;
    const found = await this.#api.find({ path, signal }, schemas.branch);
    return found?.commit.id;
  }

  async isContained(
    { commit, of }: { commit: string; of: string },
    { signal }: CallOptions,
  ): Promise<boolean> {
    if (commit === of) return true;
    // What the one has and the other lacks
    const path = `/compare/${encoded(of)}...${encoded(commit)}`;
    const found = await this.#api.find({ path, signal }, schemas.comparison);
    return found?.total_commits === 0;
  }

  /** While one is made, Gitea neither knows the branch nor lets another make it. Other processes aren't waited for. */
  ensureBranch(
    change: BranchChange,
    options: CallOptions,
  ): Promise<{ head: string; made: boolean }> {
    const key = JSON.stringify([this.name, change.branch]);
    return this.#works.run(key, options.signal, () =>
      super.ensureBranch(change, options),
    );
  }

  /** Gitea opens as many for the same branches as ask at once. Other processes aren't waited for. */
  ensurePullRequest(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<EnsuredPullRequest> {
    const key = JSON.stringify([this.name, request.branch, request.base]);
    return this.#works.run(key, options.signal, () =>
      super.ensurePullRequest(request, options),
    );
  }

  protected async fileAt(
    { path, ref }: { path: string; ref: string },
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    const found = await this.#contents(path, ref, options);
    if (found === undefined) return undefined;
    if (Array.isArray(found) || found.type !== 'file')
      throw new GitHostError('notAFile', `${this.name}: ${path} is no file`);
    if ((found.size ?? 0) > MAX_FILE_BYTES)
      throw new GitHostError('tooLarge', `${path}: ${found.size} bytes`);
    return Buffer.from(found.content ?? '', 'base64');
  }

  protected async entriesIn(
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

  protected async commitsOf(
    { path, ref, limit }: { path: string; ref: string; limit: number },
    { signal }: CallOptions,
  ): Promise<Commit[]> {
    const leanly = { stat: false, files: false, verification: false };
    const query = { path, sha: ref, limit, ...leanly };
    const request = { path: '/commits', query, signal };
    // 409: an empty repository
    const found = await unlessRefused([404, 409], () =>
      this.#api.json(request, schemas.commits),
    );
    // Gitea answers so for a path that no commit touched, and for a repository that isn't there
    if (found === undefined) await this.get({ signal });
    // Of one path, Gitea answers fifty whatever the limit
    return (found ?? []).slice(0, limit).map(({ sha, html_url, commit }) => ({
      sha,
      ...messageParts(commit.message),
      author: { name: commit.author.name, email: commit.author.email },
      date: new Date(commit.author.date).toISOString(),
      url: html_url,
    }));
  }

  /** The commit is made on the branch's present head: Gitea makes a branch and its first commit in one step only so. Each file has to be as it is at `base.sha`. */
  protected async push(
    change: BranchChange,
    options: CallOptions,
  ): Promise<string> {
    const { branch, base, message } = change;
    const request: RestRequest = {
      method: 'POST',
      path: '/contents',
      json: {
        branch: base.branch,
        new_branch: branch,
        message,
        files: await this.#operations(change, options),
      },
      moreMs: change.files.size * FILE_MS,
      signal: options.signal,
    };
    try {
      const { commit } = await this.#api.json(request, schemas.changedFiles);
      return commit.sha;
    } catch (error) {
      if (!(error instanceof Refusal) || !STALE.test(error.words)) throw error;
      throw new GitHostError(
        'conflict',
        `${this.name}: a file was changed on ${base.branch} meanwhile (${error.words})`,
      );
    }
  }

  protected async removeBranch(
    branch: string,
    { signal }: CallOptions,
  ): Promise<void> {
    const path = `/branches/${encoded(branch)}`;
    await unlessRefused([404], () =>
      this.#api.send({ method: 'DELETE', path, signal }),
    );
  }

  async #operations({ files, base }: BranchChange, options: CallOptions) {
    const paths = [...files.keys()];
    const shas =
      paths.length > MANY_FILES
        ? await this.#shasOfTree(base.sha, options)
        : await this.#shasOf(paths, base.sha, options);
    const operations = [...files].map(([path, bytes]) => {
      const sha = shas.get(path);
      if (bytes === null) return { operation: 'delete', path, sha };
      const content = Buffer.from(bytes).toString('base64');
      return sha === undefined
        ? { operation: 'create', path, content }
        : { operation: 'update', path, content, sha };
    });
    // What is gone already needn't go
    return operations.filter(
      ({ operation, sha }) => operation !== 'delete' || sha !== undefined,
    );
  }

  /** Of the files among the paths. */
  async #shasOf(
    paths: readonly string[],
    ref: string,
    options: CallOptions,
  ): Promise<ReadonlyMap<string, string>> {
    const found = await Promise.all(
      paths.map(path => this.#contents(path, ref, options)),
    );
    return new Map(
      found.flatMap((one, index) =>
        one === undefined || Array.isArray(one)
          ? []
          : [[paths[index], one.sha] as const],
      ),
    );
  }

  /** Of all files of a commit. */
  async #shasOfTree(
    commit: string,
    { signal }: CallOptions,
  ): Promise<ReadonlyMap<string, string>> {
    const shas = new Map<string, string>();
    for (let page = 1; ; page++) {
      const { tree, truncated } = await this.#api.json(
        {
          path: `/git/trees/${commit}`,
          query: { recursive: true, page },
          signal,
        },
        schemas.tree,
      );
      for (const { path, type, sha } of tree)
        if (type !== 'tree') shas.set(path, sha);
      if (!truncated || tree.length === 0) return shas;
    }
  }

  #contents(
    path: string,
    ref: string,
    { signal }: CallOptions,
  ): Promise<z.infer<typeof schemas.contents> | undefined> {
    return this.#api.find(
      { path: `/contents/${encodedPath(path)}`, query: { ref }, signal },
      schemas.contents,
    );
  }
}
