import type {
  BranchChange,
  CallOptions,
  Commit,
  RepositoryInfo,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import {
  CommitsInRange,
  listed,
  messageParts,
  Range,
} from '../rest/RestReader';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import type { RestRepositoryOptions } from '../rest/RestBranches';
import { RestRepository } from '../rest/RestRepository';
import { AzureDevOpsPullRequests } from './AzureDevOpsPullRequests';
import { atVersion, AzureDevOpsFiles } from './files';
import { branchOf, headOf, updateRef } from './refs';
import { pushCommit, showCommit } from './pushCommit';
import { rangeOf } from './rangeOf';
import * as schemas from './schemas';

/** Of the branch on which a commit is made that another branch is to point to. */
const ANEW = '-anew';

/** A repository of Azure Repos. One that is disabled is what is archived elsewhere. */
export class AzureDevOpsRepository extends RestRepository {
  protected readonly files: AzureDevOpsFiles;
  protected readonly pulls: AzureDevOpsPullRequests;

  constructor(
    options: RestRepositoryOptions & {
      /** Of the project's branch policies */
      policies: RestApi;
      /** Of the organization's users */
      identities: RestApi;
    },
  ) {
    super(options);
    this.files = new AzureDevOpsFiles(options.api, options.name);
    this.pulls = new AzureDevOpsPullRequests({
      ...options,
      repositoryUrl: options.url,
    });
  }

  async get({ signal }: CallOptions): Promise<RepositoryInfo> {
    const found = await this.api.json({ path: '', signal }, schemas.repository);
    return {
      // An empty repository has none yet
      defaultBranch: branchOf(found.defaultBranch ?? 'main'),
      isArchived: Boolean(found.isDisabled),
    };
  }

  async head(
    branch: string,
    options: CallOptions,
  ): Promise<string | undefined> {
    const found = await unlessRefused([404], async () => ({
      head: await headOf(this.api, branch, options),
    }));
    return (await this.orAbsent(found, options))?.head;
  }

  /** Azure DevOps answers 404 for a commit that it doesn't know. */
  async isContained(
    { commit, of }: { commit: string; of: string },
    options: CallOptions,
  ): Promise<boolean | undefined> {
    const bases = await this.api.find(
      {
        path: `/commits/${encodeURIComponent(commit)}/mergebases`,
        query: { otherCommitId: of },
        signal: options.signal,
      },
      schemas.mergeBases,
    );
    await this.orAbsent(bases, options);
    return bases?.value.some(one => one.commitId === commit);
  }

  protected async commitsOf(
    { path, ref, limit }: { path: string; ref: string; limit: number },
    options: CallOptions,
  ): Promise<Commit[]> {
    const { signal } = options;
    const criteria = {
      'searchCriteria.itemPath': `/${path}`,
      'searchCriteria.$top': limit,
    };
    const found = await atVersion(
      ref,
      version =>
        this.api.find(
          { path: '/commits', query: { ...criteria, ...version }, signal },
          schemas.commits,
        ),
      'searchCriteria.itemVersion',
    );
    await this.orAbsent(found, options);
    return Promise.all(
      (found?.value ?? []).map(one => this.#commitOf(one, options)),
    );
  }

  protected async commitsIn(
    range: Range,
    options: CallOptions,
  ): Promise<CommitsInRange | undefined> {
    const found = await rangeOf(this.api, range, options);
    const values = await this.orAbsent(found, options);
    if (!values) return undefined;
    const commits = values.map(one => this.#commitOf(one, options));
    return listed(await Promise.all(commits));
  }

  protected comparePage({ from, to }: { from: string; to: string }): string {
    const of = { baseVersion: `GC${from}`, targetVersion: `GC${to}` };
    return `${this.url}/branchCompare?${new URLSearchParams(of)}`;
  }

  protected push(change: BranchChange, options: CallOptions): Promise<string> {
    return pushCommit(this.api, change, options);
  }

  /**
   * Azure DevOps makes commits on branches only, so the new one is made on a branch beside. Where
   * that is left over from an earlier try, it is made again.
   */
  remakeBranch(
    change: BranchChange & { expectedHead: string },
    options: CallOptions,
  ): Promise<{ head: string }> {
    return this.remake(change, options, {
      show: commit => showCommit(this.api, commit, options),
      replace: async plainChange => {
        const { branch, expectedHead: from } = change;
        const beside = `${branch}${ANEW}`;
        await this.#removeIfThere(beside, options);
        const anew = { ...plainChange, branch: beside };
        const to = await pushCommit(this.api, anew, options);
        await updateRef(this.api, this.name, { branch, from, to }, options);
        await this.#removeIfThere(beside, options);
        return to;
      },
    });
  }

  protected async removeBranch(
    branch: string,
    options: CallOptions,
  ): Promise<void> {
    await this.#removeIfThere(`${branch}${ANEW}`, options);
    await this.#removeIfThere(branch, options);
  }

  async #removeIfThere(branch: string, options: CallOptions): Promise<void> {
    const from = await this.head(branch, options);
    if (from === undefined) return;
    const removed = { branch, from, to: undefined };
    await updateRef(this.api, this.name, removed, options);
  }

  /** Lists cut long messages. */
  async #commitOf(
    found: schemas.Commit,
    { signal }: CallOptions,
  ): Promise<Commit> {
    const { commitId: sha } = found;
    const { comment, author } = found.commentTruncated
      ? await this.api.json({ path: `/commits/${sha}`, signal }, schemas.commit)
      : found;
    return {
      sha,
      ...messageParts(comment),
      author: { name: author.name, email: author.email },
      date: new Date(author.date).toISOString(),
      url: `${this.url}/commit/${sha}`,
    };
  }

  /** One that is disabled is there, and can't be asked. */
  protected async checkPresence(options: CallOptions): Promise<void> {
    const { isArchived } = await this.get(options);
    if (isArchived)
      throw new GitHostError(
        'readOnly',
        `${this.name} is disabled: nothing in it can be read or changed. Enable it in the settings of its project`,
      );
  }
}
