import type { GithubCredentials } from '@backstage/integration';
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
import { unlessAborted } from '../rest/unlessAborted';
import { GitHubFiles, KnownContents } from './files';
import { GitHubPullRequests } from './GitHubPullRequests';
import { GitHubWorkflows } from './GitHubWorkflows';
import { makeRepository } from '../rest/makeRepository';
import { pushCommit, showCommit } from './pushCommit';
import { replaceBranch } from './mutations';
import { rangeOf } from './rangeOf';
import { GitHubRights } from './GitHubRights';
import * as schemas from './schemas';
import { entriesAt, holds } from './trees';

const NO_REFERENCE = /reference does not exist/i;

/** A repository of github.com or a GitHub Enterprise. */
export class GitHubRepository extends RestRepository {
  readonly workflows: GitHubWorkflows;
  readonly visibilities = ['private', 'internal', 'public'] as const;
  readonly rights: GitHubRights;
  protected readonly looksForRepository = false;
  protected readonly files: GitHubFiles;
  protected readonly pulls: GitHubPullRequests;
  readonly #hostApi: RestApi;
  readonly #graphql: RestApi;
  readonly #credentials: () => Promise<GithubCredentials>;

  constructor(
    options: RestRepositoryOptions & {
      /** Of the host */
      hostApi: RestApi;
      graphql: RestApi;
      credentials(): Promise<GithubCredentials>;
      contents: KnownContents;
    },
  ) {
    super(options);
    this.#hostApi = options.hostApi;
    this.#graphql = options.graphql;
    this.files = new GitHubFiles(options);
    this.#credentials = options.credentials;
    this.pulls = new GitHubPullRequests(options);
    this.workflows = new GitHubWorkflows(options.api, options.name);
    this.rights = new GitHubRights(options);
  }

  async get({ signal }: CallOptions): Promise<RepositoryInfo> {
    const found = await this.api.json({ path: '', signal }, schemas.repository);
    return {
      defaultBranch: found.default_branch,
      isArchived: found.archived,
      // Those are a user's. What an app may do stands elsewhere
      canPush: (await this.#isApp({ signal }))
        ? undefined
        : found.permissions?.push,
    };
  }

  ensureExists(
    settings: NewRepository,
    options: CallOptions,
  ): Promise<{ made: boolean }> {
    const isTaken = ({ status, words }: Refusal) =>
      status === 422 && /name already exists/i.test(words);
    return ensureRepository(this, options, async () => {
      const isApp = await this.#isApp(options);
      const place = { name: this.name, isApp, isTaken };
      return makeRepository(this.#hostApi, place, settings, options);
    });
  }

  /**
   * https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation#about-authentication-as-a-github-app-installation
   */
  async gitCredentials({ signal }: CallOptions): Promise<GitCredentials> {
    const { token } = await unlessAborted(this.#credentials(), signal);
    if (!token) throw noCredentials(this.name, 'integrations.github');
    const username = 'x-access-token';
    return { url: `${this.url}.git`, username, password: token };
  }

  async head(
    branch: string,
    { signal }: CallOptions,
  ): Promise<string | undefined> {
    const path = `/git/ref/${encoded(`heads/${branch}`)}`;
    // 409: a repository without any commit
    const found = await unlessRefused([404, 409], () =>
      this.api.look({ path, signal }, schemas.ref),
    );
    return found?.object.sha;
  }

  async isContained(
    { commit, of }: { commit: string; of: string },
    { signal }: CallOptions,
  ): Promise<boolean | undefined> {
    if (commit === of) return true;
    const path = `/compare/${encoded(`${of}...${commit}`)}`;
    const found = await this.api.find(
      { path, query: { per_page: 1 }, signal },
      schemas.comparison,
    );
    return found && ['behind', 'identical'].includes(found.status);
  }

  protected async commitsOf(
    { path, ref, limit }: { path: string; ref: string; limit: number },
    { signal }: CallOptions,
  ): Promise<Commit[]> {
    const query = { path, sha: ref, per_page: limit };
    const found = await this.api.json(
      { path: '/commits', query, signal },
      schemas.commits,
    );
    return found.map(commitOf);
  }

  protected async commitsIn(
    range: Range,
    options: CallOptions,
  ): Promise<CommitsInRange | undefined> {
    const found = await rangeOf(this.api, range, options);
    return found && { ...found, commits: found.commits.map(commitOf) };
  }

  protected comparePage({ from, to }: { from: string; to: string }): string {
    return `${this.url}/compare/${from}...${to}`;
  }

  remakeBranch(
    change: BranchChange & { expectedHead: string },
    options: CallOptions,
  ): Promise<{ head: string }> {
    const api = this.api;
    return this.remake(change, options, {
      show: commit => showCommit(api, commit, options),
      replace: async plainChange => {
        const { signal } = options;
        const request = { path: '', signal };
        const { node_id: id } = await api.json(request, schemas.repository);
        const head = await pushCommit(api, this.name, plainChange, options);
        const { branch, expectedHead: from } = change;
        const replaced = { id, branch, from, to: head };
        await replaceBranch(this.#graphql, this.name, replaced, options);
        return head;
      },
    });
  }

  /** The branch comes last, so that one that is there is whole. */
  protected async push(
    change: BranchChange,
    options: CallOptions,
  ): Promise<string> {
    const { signal } = options;
    const sha = await pushCommit(this.api, this.name, change, options);
    const json = { ref: `refs/heads/${change.branch}`, sha };
    await this.api.send({ method: 'POST', path: '/git/refs', json, signal });
    return sha;
  }

  protected async differing(
    { files, ref }: { files: BranchChange['files']; ref: string },
    options: CallOptions,
  ): Promise<string | undefined> {
    const paths = [...files.keys()];
    const present = await entriesAt(this.api, { root: ref, paths }, options);
    return paths.find(path => !holds(present.get(path), files.get(path)!));
  }

  protected async removeBranch(
    branch: string,
    { signal }: CallOptions,
  ): Promise<void> {
    const path = `/git/refs/${encoded(`heads/${branch}`)}`;
    try {
      await this.api.send({ method: 'DELETE', path, signal });
    } catch (error) {
      const isGone =
        error instanceof Refusal &&
        (error.status === 404 || NO_REFERENCE.test(error.words));
      if (!isGone) throw error;
    }
  }

  async #isApp({ signal }: CallOptions): Promise<boolean> {
    return (await unlessAborted(this.#credentials(), signal)).type === 'app';
  }
}

function commitOf({ sha, html_url, commit }: schemas.ListedCommit): Commit {
  const { author, committer, message } = commit;
  return {
    sha,
    ...messageParts(message),
    author: { name: author?.name ?? '', email: author?.email ?? '' },
    date: new Date(author?.date ?? committer?.date ?? 0).toISOString(),
    url: html_url,
  };
}
