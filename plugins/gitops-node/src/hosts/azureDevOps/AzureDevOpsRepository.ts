import type {
  BranchChange,
  CallOptions,
  Commit,
  DirectoryEntry,
  RepositoryInfo,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import { messageParts } from '../rest/messageParts';
import type { OneAtATime } from '../rest/OneAtATime';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import { RestRepository } from '../rest/RestRepository';
import { AzurePullRequests } from './AzurePullRequests';
import { atVersion, listDirectory, readFile } from './items';
import { branchOf, headOf, refOf } from './refs';
import { pushCommit } from './pushCommit';
import * as schemas from './schemas';

const NOTHING = '0'.repeat(40);

/** A repository of Azure Repos. One that is disabled is what is archived elsewhere. */
export class AzureDevOpsRepository extends RestRepository {
  protected readonly pulls: AzurePullRequests;
  readonly #api: RestApi;

  constructor(options: {
    host: string;
    name: string;
    url: string;
    /** Of the repository */
    api: RestApi;
    /** Of the organization's users */
    identities: RestApi;
    works: OneAtATime;
  }) {
    super(options);
    const { api, identities, url } = options;
    this.#api = api;
    this.pulls = new AzurePullRequests({ api, identities, repositoryUrl: url });
  }

  async get({ signal }: CallOptions): Promise<RepositoryInfo> {
    const found = await this.#api.json(
      { path: '', signal },
      schemas.repository,
    );
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
      head: await headOf(this.#api, branch, options),
    }));
    return (await this.orAbsent(found, options))?.head;
  }

  /** Azure DevOps answers 404 for a commit that it doesn't know. */
  async isContained(
    { commit, of }: { commit: string; of: string },
    options: CallOptions,
  ): Promise<boolean | undefined> {
    const bases = await this.#api.find(
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

  protected async fileAt(
    file: { path: string; ref: string },
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    const found = await readFile(this.#api, this.name, file, options);
    return this.orAbsent(found, options);
  }

  protected async entriesIn(
    directory: { path: string; ref: string },
    options: CallOptions,
  ): Promise<DirectoryEntry[]> {
    const found = await listDirectory(this.#api, directory, options);
    return (await this.orAbsent(found, options)) ?? [];
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
        this.#api.find(
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

  protected push(change: BranchChange, options: CallOptions): Promise<string> {
    return pushCommit(this.#api, change, options);
  }

  protected async removeBranch(
    branch: string,
    options: CallOptions,
  ): Promise<void> {
    const head = await this.head(branch, options);
    if (head === undefined) return;
    const update = { name: refOf(branch), oldObjectId: head };
    const { value } = await this.#api.json(
      {
        method: 'POST',
        path: '/refs',
        json: [{ ...update, newObjectId: NOTHING }],
        signal: options.signal,
      },
      schemas.refUpdates,
    );
    // Azure DevOps answers 200 for what it refuses of a list
    const [result] = value;
    if (result.success) return;
    const { updateStatus: status, customMessage } = result;
    throw new GitHostError(
      status === 'staleOldObjectId' ? 'conflict' : 'forbidden',
      `${this.name}: the branch ${branch} can't be deleted (${
        customMessage ?? status
      })`,
    );
  }

  /** Lists cut long messages. */
  async #commitOf(
    found: schemas.Commit,
    { signal }: CallOptions,
  ): Promise<Commit> {
    const { commitId: sha } = found;
    const { comment, author } = found.commentTruncated
      ? await this.#api.json(
          { path: `/commits/${sha}`, signal },
          schemas.commit,
        )
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
