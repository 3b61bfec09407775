import type { z } from 'zod';
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
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import type { RestRequest } from '../rest/RestRequest';
import type { RestRepositoryOptions } from '../rest/RestBranches';
import { RestRepository } from '../rest/RestRepository';
import {
  GitLabPullRequests,
  GitLabPullRequestsOptions,
} from './GitLabPullRequests';
import { GitLabWorkflows } from './GitLabWorkflows';
import { makeRepository } from './makeRepository';
import { pushCommit, showCommit } from './pushCommit';
import { GitLabFiles } from './files';
import { GitLabRights } from './GitLabRights';
import * as schemas from './schemas';

/**
 * From Developer on, branches that are not protected can be pushed.
 * https://docs.gitlab.com/user/permissions/
 */
const DEVELOPER = 30;

/** A project of GitLab. */
export class GitLabRepository extends RestRepository {
  readonly workflows: GitLabWorkflows;
  readonly visibilities = ['private', 'internal', 'public'] as const;
  readonly rights: GitLabRights;
  protected readonly files: GitLabFiles;
  protected readonly pulls: GitLabPullRequests;
  readonly #hostApi: RestApi;
  readonly #token: () => Promise<string | undefined>;

  constructor(
    options: RestRepositoryOptions &
      GitLabPullRequestsOptions & { token(): Promise<string | undefined> },
  ) {
    super(options);
    this.#hostApi = options.hostApi;
    this.#token = options.token;
    this.files = new GitLabFiles(options.api, options.name);
    this.pulls = new GitLabPullRequests(options.api, options.name, options);
    this.workflows = new GitLabWorkflows(options.api, options.name);
    this.rights = new GitLabRights(options);
  }

  async get({ signal }: CallOptions): Promise<RepositoryInfo> {
    const found = await this.api.json({ path: '', signal }, schemas.project);
    const { project_access: own, group_access: inherited } =
      found.permissions ?? {};
    const levels = [own, inherited].flatMap(one => one?.access_level ?? []);
    return {
      // An empty repository has none yet
      defaultBranch: found.default_branch ?? 'main',
      isArchived: Boolean(found.archived),
      canPush: levels.length > 0 ? Math.max(...levels) >= DEVELOPER : undefined,
    };
  }

  ensureExists(
    settings: NewRepository,
    options: CallOptions,
  ): Promise<{ made: boolean }> {
    return ensureRepository(this, options, () =>
      makeRepository(this.#hostApi, this.name, settings, options),
    );
  }

  /**
   * Any name goes with a token:
   * https://docs.gitlab.com/user/profile/personal_access_tokens/#clone-repository-using-personal-access-token
   */
  async gitCredentials({ signal }: CallOptions): Promise<GitCredentials> {
    signal.throwIfAborted();
    const password = await this.#token();
    if (!password) throw noCredentials(this.name, 'integrations.gitlab');
    return { url: `${this.url}.git`, username: 'oauth2', password };
  }

  async head(
    branch: string,
    options: CallOptions,
  ): Promise<string | undefined> {
    const found = await this.#find(
      { path: `/repository/branches/${encodeURIComponent(branch)}` },
      schemas.branch,
      options,
    );
    return found?.commit.id;
  }

  /**
   * Whether the newest commit that both have is the one asked about. GitLab answers 400 for one
   * that it doesn't know, 404 for histories that never met.
   */
  async isContained(
    { commit, of }: { commit: string; of: string },
    { signal }: CallOptions,
  ): Promise<boolean | undefined> {
    const request = {
      path: '/repository/merge_base',
      query: { 'refs[]': [commit, of] },
      signal,
    };
    const found = await unlessRefused([400], async () => ({
      base: await this.api.find(request, schemas.commit),
    }));
    if (!found?.base) await this.get({ signal });
    return found && found.base?.id === commit;
  }

  protected async commitsOf(
    { path, ref, limit }: { path: string; ref: string; limit: number },
    options: CallOptions,
  ): Promise<Commit[]> {
    const query = { path, ref_name: ref, per_page: limit };
    const found = await this.#find(
      { path: '/repository/commits', query },
      schemas.commits,
      options,
    );
    return (found ?? []).map(one => ({
      sha: one.id,
      ...messageParts(one.message),
      author: { name: one.author_name, email: one.author_email },
      date: new Date(one.committed_date).toISOString(),
      url: one.web_url,
    }));
  }

  /** Of a range with a commit that it doesn't know, GitLab lists nothing. */
  protected async commitsIn(
    { from, to, path }: Range,
    options: CallOptions,
  ): Promise<CommitsInRange | undefined> {
    const ref = `${from}..${to}`;
    const commits = await this.commitsOf({ path, ref, limit: LISTED }, options);
    const question = { commit: from, of: to };
    const areKnown =
      commits.length > 0 ||
      (await this.isContained(question, options)) !== undefined;
    return areKnown ? listed(commits) : undefined;
  }

  protected comparePage({ from, to }: { from: string; to: string }): string {
    return `${this.url}/-/compare/${from}...${to}`;
  }

  /**
   * GitLab replaces a branch whatever its head is: one that is pushed within the moment since it
   * was looked at is lost.
   */
  remakeBranch(
    change: BranchChange & { expectedHead: string },
    options: CallOptions,
  ): Promise<{ head: string }> {
    return this.remake(change, options, {
      show: commit => showCommit(this.api, commit, options),
      replace: plainChange =>
        pushCommit(this.api, plainChange, { ...options, isForced: true }),
    });
  }

  protected push(change: BranchChange, options: CallOptions): Promise<string> {
    return pushCommit(this.api, change, options);
  }

  protected async removeBranch(
    branch: string,
    options: CallOptions,
  ): Promise<void> {
    const path = `/repository/branches/${encodeURIComponent(branch)}`;
    const { signal } = options;
    const answer = await unlessRefused([404], () =>
      this.api.send({ method: 'DELETE', path, signal }),
    );
    await this.orAbsent(answer, options);
  }

  async #find<T extends z.ZodType>(
    request: Omit<RestRequest, 'signal'>,
    schema: T,
    options: CallOptions,
  ): Promise<z.infer<T> | undefined> {
    const { signal } = options;
    const found = await this.api.find({ ...request, signal }, schema);
    return this.orAbsent(found, options);
  }
}
