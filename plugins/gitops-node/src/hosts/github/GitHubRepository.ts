import {
  BranchChange,
  CallOptions,
  Commit,
  DirectoryEntry,
  GitCredentials,
  MAX_FILE_BYTES,
  NewRepository,
  RepositoryInfo,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import { ensureRepository, noCredentials } from '../rest/ensureRepository';
import { messageParts } from '../rest/messageParts';
import { Refusal } from '../rest/Refusal';
import { unlessRefused } from '../rest/RestApi';
import { RestRepository } from '../rest/RestRepository';
import { entriesAt } from './entriesAt';
import { holds } from './fileEntry';
import type { GitHubApi } from './GitHubApi';
import { GitHubPullRequests } from './GitHubPullRequests';
import { GitHubWorkflows } from './GitHubWorkflows';
import { makeRepository } from './makeRepository';
import { pushCommit } from './pushCommit';
import * as schemas from './schemas';
import { TreeReader } from './TreeReader';

/** GitHub lists so many files of a directory, and says nothing of the rest. */
const MAX_LISTED = 1000;
const NO_REFERENCE = /reference does not exist/i;

/** A repository of github.com or a GitHub Enterprise. */
export class GitHubRepository extends RestRepository {
  readonly workflows: GitHubWorkflows;
  protected readonly pulls: GitHubPullRequests;
  readonly #api: GitHubApi;

  constructor(options: { host: string; url: string; api: GitHubApi }) {
    super({ ...options, name: options.api.about });
    this.#api = options.api;
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

  /** By its directory: GitHub follows a symbolic link that is asked for itself, and gives out what it leads to. */
  protected async fileAt(
    { path, ref }: { path: string; ref: string },
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    const [directory, name] = splitLast(path);
    const listed = await this.#listed({ path: directory, ref }, options);
    let found = listed.find(one => one.name === name);
    if (!found && listed.length >= MAX_LISTED)
      found = await this.#unlisted({ path, ref }, options);
    if (path !== '' && !found) return undefined;
    if (!found || kindOf(found) !== 'file')
      throw new GitHostError('notAFile', `${this.name}: ${path} is no file`);
    if (found.size > MAX_FILE_BYTES)
      throw new GitHostError('tooLarge', `${path}: ${found.size} bytes`);
    const file_sha = found.sha;
    const { content } = await this.#api.ask(
      schemas.blob,
      options,
      (rest, common) => rest.git.getBlob({ ...common, file_sha }),
    );
    const bytes = Buffer.from(content, 'base64');
    if (bytes.length > MAX_FILE_BYTES)
      throw new GitHostError('tooLarge', `${path}: ${bytes.length} bytes`);
    return bytes;
  }

  protected async entriesIn(
    { path, ref }: { path: string; ref: string },
    options: CallOptions,
  ): Promise<DirectoryEntry[]> {
    const listed = await this.#listed({ path, ref }, options);
    if (listed.length < MAX_LISTED)
      return listed.map(one => ({
        name: one.name,
        path: one.path,
        kind: kindOf(one),
      }));
    const tree = new TreeReader(this.#api, ref, options);
    return (await tree.entriesIn(path)).map(({ path: name, mode }) => ({
      name,
      path: path === '' ? name : `${path}/${name}`,
      kind: kindOf(asListed(mode)),
    }));
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

  /** Empty where there is no such directory. */
  async #listed(
    { path, ref }: { path: string; ref: string },
    options: CallOptions,
  ): Promise<schemas.Entry[]> {
    const found = await unlessRefused([404], () =>
      this.#api.ask(schemas.contents, options, (rest, common) =>
        rest.repos.getContent({ ...common, path, ref }),
      ),
    );
    return Array.isArray(found) ? found : [];
  }

  async #unlisted(
    { path, ref }: { path: string; ref: string },
    options: CallOptions,
  ): Promise<schemas.Entry | undefined> {
    const found = await new TreeReader(this.#api, ref, options).at(path);
    const [, name] = splitLast(path);
    return (
      found && { ...asListed(found.mode), name, path, sha: found.sha, size: 0 }
    );
  }
}

function splitLast(path: string): [directory: string, name: string] {
  const parts = path.split('/');
  const name = parts.pop()!;
  return [parts.join('/'), name];
}

/** A submodule is listed as a file that can't be downloaded, as it always was. */
function kindOf({
  type,
  download_url: place,
}: Pick<schemas.Entry, 'type' | 'download_url'>): DirectoryEntry['kind'] {
  if (type === 'dir') return 'directory';
  return type === 'file' && place ? 'file' : 'other';
}

function asListed(mode: string) {
  const types: Record<string, string> = {
    '040000': 'dir',
    '120000': 'symlink',
  };
  const isFile = mode.startsWith('100');
  return { type: types[mode] ?? 'file', download_url: isFile ? 'any' : null };
}
