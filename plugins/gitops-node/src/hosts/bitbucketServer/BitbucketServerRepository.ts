import type {
  BranchChange,
  CallOptions,
  Commit,
  GitCredentials,
  NewRepository,
  RepositoryInfo,
} from '../GitHost';
import { ensureRepository, noCredentials } from '../rest/ensureRepository';
import {
  CommitsInRange,
  listed,
  LISTED,
  messageParts,
  Range,
} from '../rest/RestReader';
import type { RestRepositoryOptions } from '../rest/RestBranches';
import { RestRepository } from '../rest/RestRepository';
import { BitbucketServerApis, userOf } from './BitbucketServerApis';
import { BitbucketServerPullRequests } from './BitbucketServerPullRequests';
import {
  BitbucketServerCommit,
  commitAt,
  commitsBetween,
  contains,
  headOf,
} from './commits';
import { makeRepository } from './makeRepository';
import { completeCommits, pushCommits, Target } from './pushCommits';
import { BitbucketServerRights } from './BitbucketServerRights';
import * as schemas from './schemas';
import { BitbucketServerFiles } from './files';

/** As `integrations.bitbucketServer` has them. */
export interface BitbucketServerLogin {
  token?: string;
  username?: string;
  password?: string;
}

/** A repository of Bitbucket Data Center. */
export class BitbucketServerRepository extends RestRepository {
  readonly visibilities = ['private', 'public'] as const;
  readonly rights: BitbucketServerRights;
  protected readonly files: BitbucketServerFiles;
  protected readonly pulls: BitbucketServerPullRequests;
  readonly #apis: BitbucketServerApis;
  readonly #cloneUrl: string;
  readonly #login: BitbucketServerLogin;
  readonly #target: Target;

  constructor(
    options: RestRepositoryOptions & {
      cloneUrl: string;
      apis: BitbucketServerApis;
      login: BitbucketServerLogin;
    },
  ) {
    super(options);
    const { apis, name, url } = options;
    this.#apis = apis;
    this.#cloneUrl = options.cloneUrl;
    this.#login = options.login;
    this.#target = {
      api: apis.repository,
      name,
      read: (file, signal) => this.read(file, signal),
    };
    this.files = new BitbucketServerFiles(apis.repository, name);
    this.pulls = new BitbucketServerPullRequests(apis, name, url);
    const { branchPermissions } = apis;
    this.rights = new BitbucketServerRights({ ...options, branchPermissions });
  }

  async get({ signal }: CallOptions): Promise<RepositoryInfo> {
    const { archived } = await this.#show({ signal });
    const branch = await this.api.find(
      { path: '/default-branch', signal },
      schemas.defaultBranch,
    );
    return {
      defaultBranch: branch?.displayId ?? 'main',
      isArchived: Boolean(archived),
    };
  }

  ensureExists(
    settings: NewRepository,
    options: CallOptions,
  ): Promise<{ made: boolean }> {
    return ensureRepository(this, options, () =>
      makeRepository(this.#apis.project, this.name, settings, options),
    );
  }

  /** A token goes with the name of its user, which Bitbucket tells with every answer. */
  async gitCredentials({ signal }: CallOptions): Promise<GitCredentials> {
    const { token, username, password = '' } = this.#login;
    const url = this.#cloneUrl;
    if (!token && username && password) return { url, username, password };
    if (!token) throw noCredentials(this.name, 'integrations.bitbucketServer');
    const { headers } = await this.api.send({ path: '', signal });
    const user = userOf(headers) ?? username ?? 'x-token-auth';
    return { url, username: user, password: token };
  }

  async head(
    branch: string,
    options: CallOptions,
  ): Promise<string | undefined> {
    const found = await headOf(this.api, branch, options);
    return this.orAbsent(found, options);
  }

  async isContained(
    question: { commit: string; of: string },
    options: CallOptions,
  ): Promise<boolean | undefined> {
    const found = await contains(this.api, question, options);
    return this.orAbsent(found, options);
  }

  protected async commitsOf(
    { path, ref, limit }: { path: string; ref: string; limit: number },
    options: CallOptions,
  ): Promise<Commit[]> {
    const until = await commitAt(this.api, ref, options);
    const found =
      until &&
      (await commitsBetween(this.api, { until, path, limit }, options));
    const values = (await this.orAbsent(found || undefined, options)) ?? [];
    return values.map(one => this.#commitOf(one));
  }

  protected async commitsIn(
    { from, to, path }: Range,
    options: CallOptions,
  ): Promise<CommitsInRange | undefined> {
    const of = { until: to, since: from, path, limit: LISTED };
    const found = await commitsBetween(this.api, of, options);
    const values = await this.orAbsent(found, options);
    return values && listed(values.map(one => this.#commitOf(one)));
  }

  protected comparePage({ from, to }: { from: string; to: string }): string {
    const of = new URLSearchParams({ sourceBranch: to, targetBranch: from });
    return `${this.url}/compare/commits?${of}`;
  }

  #commitOf({
    id,
    message,
    author,
    authorTimestamp,
  }: BitbucketServerCommit): Commit {
    return {
      sha: id,
      ...messageParts(message ?? ''),
      author: {
        name: author.displayName ?? author.name,
        email: author.emailAddress ?? '',
      },
      date: new Date(authorTimestamp).toISOString(),
      url: `${this.url}/commits/${id}`,
    };
  }

  protected push(change: BranchChange, options: CallOptions): Promise<string> {
    return pushCommits(this.#target, change, options);
  }

  protected complete(
    change: BranchChange,
    head: string,
    options: CallOptions,
  ): Promise<string | undefined> {
    return completeCommits(this.#target, change, head, options);
  }

  /** Also succeeds if there is no such branch. */
  protected async removeBranch(
    branch: string,
    { signal }: CallOptions,
  ): Promise<void> {
    await this.#apis.branchUtils.send({
      method: 'DELETE',
      path: '/branches',
      json: { name: `refs/heads/${branch}` },
      signal,
    });
  }

  protected async checkPresence(options: CallOptions): Promise<void> {
    await this.#show(options);
  }

  #show({ signal }: CallOptions) {
    const request = { path: '', signal };
    return this.api.json(request, schemas.repository);
  }
}
