import type {
  BranchChange,
  CallOptions,
  Commit,
  RepositoryInfo,
} from '../GitHost';
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
import { BitbucketCloudPullRequests } from './BitbucketCloudPullRequests';
import { encodedPath } from '../rest/encoded';
import { pushCommit } from './pushCommit';
import { commitAt, headOf } from './refs';
import * as schemas from './schemas';
import { BitbucketCloudFiles } from './files';

/** A repository of Bitbucket Cloud, which can't be archived there. */
export class BitbucketCloudRepository extends RestRepository {
  protected readonly files: BitbucketCloudFiles;
  protected readonly pulls: BitbucketCloudPullRequests;

  constructor(
    options: RestRepositoryOptions & {
      /** Of the workspace */
      workspace: RestApi;
    },
  ) {
    super(options);
    const { api, workspace, name, url } = options;
    this.files = new BitbucketCloudFiles(options.api, options.name);
    this.pulls = new BitbucketCloudPullRequests({
      api,
      workspace,
      name,
      repositoryUrl: url,
    });
  }

  async get({ signal }: CallOptions): Promise<RepositoryInfo> {
    const found = await this.api.json({ path: '', signal }, schemas.repository);
    return {
      // An empty repository has none yet
      defaultBranch: found.mainbranch?.name ?? 'main',
      isArchived: false,
    };
  }

  async head(
    branch: string,
    options: CallOptions,
  ): Promise<string | undefined> {
    const found = await headOf(this.api, branch, options);
    return this.orAbsent(found, options);
  }

  async isContained(
    { commit, of }: { commit: string; of: string },
    options: CallOptions,
  ): Promise<boolean | undefined> {
    const { signal } = options;
    const path = `/merge-base/${encodeURIComponent(`${commit}..${of}`)}`;
    const base = await this.api.find({ path, signal }, schemas.commitRef);
    const found = await this.orAbsent(base, options);
    return found && found.hash === commit;
  }

  protected async commitsOf(
    { path, ref, limit }: { path: string; ref: string; limit: number },
    options: CallOptions,
  ): Promise<Commit[]> {
    const at = await commitAt(this.api, ref, options);
    const query = { path: path || undefined, pagelen: limit };
    const found = at && (await this.#list(at, query, options));
    return (await this.orAbsent(found || undefined, options)) ?? [];
  }

  protected async commitsIn(
    { from, to, path }: Range,
    options: CallOptions,
  ): Promise<CommitsInRange | undefined> {
    const query = { exclude: from, path: path || undefined, pagelen: LISTED };
    const found = await this.#list(to, query, options);
    const commits = await this.orAbsent(found, options);
    return commits && listed(commits);
  }

  protected comparePage({ from, to }: { from: string; to: string }): string {
    return `${this.url}/branches/compare/${to}..${from}`;
  }

  async #list(
    at: string,
    query: RestRequest['query'],
    { signal }: CallOptions,
  ): Promise<Commit[] | undefined> {
    const request = { path: `/commits/${at}`, query, signal };
    const found = await this.api.find(request, schemas.commits);
    return found?.values.map(one => ({
      sha: one.hash,
      ...messageParts(one.message),
      author: authorOf(one.author.raw),
      date: new Date(one.date).toISOString(),
      url: one.links.html.href,
    }));
  }

  protected push(change: BranchChange, options: CallOptions): Promise<string> {
    return pushCommit(this.api, this.name, change, options);
  }

  protected async removeBranch(
    branch: string,
    options: CallOptions,
  ): Promise<void> {
    const path = `/refs/branches/${encodedPath(branch)}`;
    const { signal } = options;
    const answer = await unlessRefused([404], () =>
      this.api.send({ method: 'DELETE', path, signal }),
    );
    await this.orAbsent(answer, options);
  }
}

function authorOf(raw: string): Commit['author'] {
  const [, name, email] = /^(.*?)\s*<([^>]*)>\s*$/.exec(raw) ?? [];
  return { name: name || raw, email: email ?? '' };
}
