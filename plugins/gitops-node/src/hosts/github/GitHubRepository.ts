import {
  BranchChange,
  CallOptions,
  Commit,
  DirectoryEntry,
  GitCredentials,
  NewRepository,
  RepositoryInfo,
} from '../GitHost';
import { ensureRepository, noCredentials } from '../rest/ensureRepository';
import { messageParts } from '../rest/messageParts';
import { Refusal } from '../rest/Refusal';
import { unlessRefused } from '../rest/RestApi';
import { RestRepository } from '../rest/RestRepository';
import { KnownContents, listDirectory, readFile } from './contents';
import { entriesAt } from './entriesAt';
import { holds } from './fileEntry';
import type { GitHubApi } from './GitHubApi';
import { GitHubPullRequests } from './GitHubPullRequests';
import { GitHubWorkflows } from './GitHubWorkflows';
import { makeRepository } from './makeRepository';
import { pushCommit } from './pushCommit';
import * as schemas from './schemas';

const NO_REFERENCE = /reference does not exist/i;

/** A repository of github.com or a GitHub Enterprise. */
export class GitHubRepository extends RestRepository {
  readonly workflows: GitHubWorkflows;
  protected readonly pulls: GitHubPullRequests;
  readonly #api: GitHubApi;
  readonly #contents: KnownContents;

  constructor(options: {
    host: string;
    url: string;
    api: GitHubApi;
    contents: KnownContents;
  }) {
    super({ ...options, name: options.api.about });
    this.#api = options.api;
    this.#contents = options.contents;
    this.pulls = new GitHubPullRequests(options.api);
    this.workflows = new GitHubWorkflows(options.api);
  }

  async get(options: CallOptions): Promise<RepositoryInfo> {
    const found = await this.#api.ask(
      schemas.repository,
      options,
      ({ repos }, { owner, repo, headers, request }) =>
        repos.get({ owner, repo, headers, request }),
    );
    const type = await this.#api.credentialsType(options);
    return {
      defaultBranch: found.default_branch,
      isArchived: found.archived,
      // Those are a user's. What an app may do stands elsewhere
      canPush: type === 'app' ? undefined : found.permissions?.push,
    };
  }

  ensureExists(
    settings: NewRepository,
    options: CallOptions,
  ): Promise<{ made: boolean }> {
    return ensureRepository(this, options, () =>
      makeRepository(this.#api, settings, options),
    );
  }

  /** https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation#about-authentication-as-a-github-app-installation */
  async gitCredentials(options: CallOptions): Promise<GitCredentials> {
    const password = await this.#api.token(options);
    if (!password) throw noCredentials(this.name, 'integrations.github');
    return { url: `${this.url}.git`, username: 'x-access-token', password };
  }

  async head(
    branch: string,
    options: CallOptions,
  ): Promise<string | undefined> {
    // 409: a repository without any commit
    const found = await unlessRefused([404, 409], () =>
      this.#api.look(`branch ${branch}`, schemas.ref, options, (rest, common) =>
        rest.git.getRef({ ...common, ref: `heads/${branch}` }),
      ),
    );
    return found?.object.sha;
  }

  async isContained(
    { commit, of }: { commit: string; of: string },
    options: CallOptions,
  ): Promise<boolean> {
    if (commit === of) return true;
    const found = await unlessRefused([404], () =>
      this.#api.ask(schemas.comparison, options, (rest, common) =>
        rest.repos.compareCommitsWithBasehead({
          ...common,
          basehead: `${of}...${commit}`,
          per_page: 1,
        }),
      ),
    );
    return found?.status === 'behind' || found?.status === 'identical';
  }

  protected fileAt(
    place: { path: string; ref: string },
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    return readFile(this.#api, this.#contents, place, options);
  }

  protected entriesIn(
    place: { path: string; ref: string },
    options: CallOptions,
  ): Promise<DirectoryEntry[]> {
    return listDirectory(this.#api, place, options);
  }

  protected async commitsOf(
    { path, ref, limit }: { path: string; ref: string; limit: number },
    options: CallOptions,
  ): Promise<Commit[]> {
    const found = await this.#api.ask(
      schemas.commits,
      options,
      (rest, common) =>
        rest.repos.listCommits({ ...common, path, sha: ref, per_page: limit }),
    );
    return found.map(({ sha, html_url, commit }) => {
      const { author, committer, message } = commit;
      return {
        sha,
        ...messageParts(message),
        author: { name: author?.name ?? '', email: author?.email ?? '' },
        date: new Date(author?.date ?? committer?.date ?? 0).toISOString(),
        url: html_url,
      };
    });
  }

  protected push(change: BranchChange, options: CallOptions): Promise<string> {
    return pushCommit(this.#api, change, options);
  }

  protected async differing(
    { files, ref }: { files: BranchChange['files']; ref: string },
    options: CallOptions,
  ): Promise<string | undefined> {
    const paths = [...files.keys()];
    const present = await entriesAt(this.#api, { root: ref, paths }, options);
    return paths.find(path => !holds(present.get(path), files.get(path)!));
  }

  protected async removeBranch(
    branch: string,
    options: CallOptions,
  ): Promise<void> {
    try {
      await this.#api.ask(schemas.anything, options, (rest, common) =>
        rest.git.deleteRef({ ...common, ref: `heads/${branch}` }),
      );
    } catch (error) {
      const isGone =
        error instanceof Refusal &&
        (error.status === 404 || NO_REFERENCE.test(error.words));
      if (!isGone) throw error;
    }
  }
}
