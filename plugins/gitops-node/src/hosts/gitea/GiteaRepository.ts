import {
  BranchChange,
  CallOptions,
  Commit,
  GitCredentials,
  NewRepository,
  RepositoryInfo,
} from '../GitHost';
import { encoded } from '../rest/encoded';
import { ensureRepository, noCredentials } from '../rest/ensureRepository';
import { CommitsInRange, messageParts, Range } from '../rest/RestReader';
import { Refusal, unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import type { RestRepositoryOptions } from '../rest/RestBranches';
import { RestRepository } from '../rest/RestRepository';
import { GiteaPullRequests } from './GiteaPullRequests';
import { GiteaWorkflows } from './GiteaWorkflows';
import { GiteaFiles } from './files';
import { pushCommit, showCommit } from './pushCommit';
import { makeRepository } from '../rest/makeRepository';
import { GiteaRights } from './GiteaRights';
import * as schemas from './schemas';

/** As `integrations.gitea` has them. */
export interface GiteaLogin {
  username?: string;
  /** May be a token, for which any name will do */
  password?: string;
}

/** A repository of Gitea or Forgejo. */
export class GiteaRepository extends RestRepository {
  readonly workflows: GiteaWorkflows;
  readonly visibilities = ['private', 'public'] as const;
  readonly rights: GiteaRights;
  protected readonly looksForRepository = false;
  protected readonly files: GiteaFiles;
  protected readonly pulls: GiteaPullRequests;
  readonly #hostApi: RestApi;
  readonly #login: GiteaLogin;

  constructor(
    options: RestRepositoryOptions & {
      /** Of the host */
      hostApi: RestApi;
      login: GiteaLogin;
    },
  ) {
    super(options);
    this.#hostApi = options.hostApi;
    this.#login = options.login;
    this.files = new GiteaFiles(options.api, options.name);
    this.pulls = new GiteaPullRequests(options.api, options.name);
    this.workflows = new GiteaWorkflows(options.api);
    this.rights = new GiteaRights(options);
  }

  async get({ signal }: CallOptions): Promise<RepositoryInfo> {
    const found = await this.api.json({ path: '', signal }, schemas.repository);
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
    const isTaken = ({ status }: Refusal) => status === 409;
    const place = { name: this.name, isTaken };
    return ensureRepository(this, options, () =>
      makeRepository(this.#hostApi, place, settings, options),
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
    const found = await this.api.find({ path, signal }, schemas.branch);
    return found?.commit.id;
  }

  async isContained(
    { commit, of }: { commit: string; of: string },
    { signal }: CallOptions,
  ): Promise<boolean | undefined> {
    if (commit === of) return true;
    // What the one has and the other lacks
    const path = `/compare/${encoded(of)}...${encoded(commit)}`;
    const found = await this.api.find({ path, signal }, schemas.comparison);
    return found && found.total_commits === 0;
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
      this.api.json(request, schemas.commits),
    );
    // Gitea answers so for a path that no commit touched, too
    await this.orAbsent(found, { signal });
    // Of one path, Gitea answers fifty whatever the limit
    return (found ?? []).slice(0, limit).map(commitOf);
  }

  protected async commitsIn(
    { from, to, path: folder }: Range,
    { signal }: CallOptions,
  ): Promise<CommitsInRange | undefined> {
    const path = `/compare/${encoded(from)}...${encoded(to)}`;
    const found = await this.api.find(
      { path, signal },
      schemas.wholeComparison,
    );
    if (!found) return undefined;
    const all = found.commits ?? [];
    const ordered = all.at(-1)?.sha === to ? [...all].reverse() : all;
    // Gitea filters nothing, and names the files of each
    const isIn = (name: string) =>
      name === folder || name.startsWith(`${folder}/`);
    const commits = ordered.filter(
      ({ files }) => !folder || files?.some(file => isIn(file.filename)),
    );
    return { commits: commits.map(commitOf), total: commits.length };
  }

  protected comparePage({ from, to }: { from: string; to: string }): string {
    return `${this.url}/compare/${from}...${to}`;
  }

  /**
   * Gitea replaces a branch whatever its head is: one that is pushed within the moment since it was
   * looked at is lost.
   */
  remakeBranch(
    change: BranchChange & { expectedHead: string },
    options: CallOptions,
  ): Promise<{ head: string }> {
    return this.remake(change, options, {
      show: commit => showCommit(this.api, commit, options),
      replace: plainChange =>
        pushCommit(this.api, this.name, plainChange, {
          ...options,
          isForced: true,
        }),
    });
  }

  protected push(change: BranchChange, options: CallOptions): Promise<string> {
    return pushCommit(this.api, this.name, change, options);
  }

  protected async removeBranch(
    branch: string,
    { signal }: CallOptions,
  ): Promise<void> {
    const path = `/branches/${encoded(branch)}`;
    await unlessRefused([404], () =>
      this.api.send({ method: 'DELETE', path, signal }),
    );
  }
}

function commitOf({ sha, html_url, commit }: schemas.Commit): Commit {
  return {
    sha,
    ...messageParts(commit.message),
    author: { name: commit.author.name, email: commit.author.email },
    date: new Date(commit.author.date).toISOString(),
    url: html_url,
  };
}
