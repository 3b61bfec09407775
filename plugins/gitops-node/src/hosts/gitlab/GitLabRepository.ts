import type { z } from 'zod';
import type {
  BranchChange,
  CallOptions,
  Commit,
  DirectoryEntry,
  GitRepository,
  MergeAnswer,
  MergeMethod,
  PullRequest,
  PullRequestChange,
  RepositoryInfo,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import { changing } from '../rest/changing';
import { ensureBranch } from '../rest/ensureBranch';
import {
  EnsuredPullRequest,
  ensurePullRequest,
} from '../rest/ensurePullRequest';
import { mergePullRequest } from '../rest/mergePullRequest';
import { messageParts } from '../rest/messageParts';
import { newest } from '../rest/newest';
import { Refusal } from '../rest/Refusal';
import { RestApi, RestRequest, unlessRefused } from '../rest/RestApi';
import { openMergeRequest } from './openMergeRequest';
import { pullRequestOf, stateOf } from './pullRequestOf';
import { readFile } from './readFile';
import * as schemas from './schemas';
import { listTree } from './listTree';
import { waitsFor } from './waitsFor';
import { GitLabPipelines } from './GitLabPipelines';

/** From Developer on, branches that are not protected can be pushed. https://docs.gitlab.com/user/permissions/ */
const DEVELOPER = 30;

/** A project of GitLab. Its merge requests are what is a pull request elsewhere. */
export class GitLabRepository implements GitRepository {
  readonly host: string;
  readonly name: string;
  readonly url: string;
  readonly workflows: GitLabPipelines;
  readonly #api: RestApi;

  constructor(options: {
    host: string;
    name: string;
    url: string;
    /** Of the project */
    api: RestApi;
  }) {
    this.host = options.host;
    this.name = options.name;
    this.url = options.url;
    this.#api = options.api;
    this.workflows = new GitLabPipelines(options.api, this.name);
  }

  async get({ signal }: CallOptions): Promise<RepositoryInfo> {
    const found = await this.#api.json({ path: '', signal }, schemas.project);
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

  async read(
    file: { path: string; ref: string },
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    const found = await readFile(this.#api, this.name, file, options);
    if (found === undefined) await this.get(options);
    return found;
  }

  async list(
    directory: { path: string; ref: string },
    options: CallOptions,
  ): Promise<DirectoryEntry[]> {
    const found = await listTree(this.#api, directory, options);
    if (found === undefined) await this.get(options);
    return (found ?? []).map(({ name, path, kind }) => ({ name, path, kind }));
  }

  ensureBranch(
    change: BranchChange,
    options: CallOptions,
  ): Promise<{ head: string; made: boolean }> {
    return ensureBranch(this, change, options, () =>
      changing(this, options, () => this.#commit(change, options)),
    );
  }

  ensurePullRequest(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<EnsuredPullRequest> {
    return ensurePullRequest(this, request, options, () =>
      changing(this, options, () =>
        openMergeRequest(this.#api, request, options),
      ),
    );
  }

  /** Listed by project: GitLab's list of all projects would show others' branches of the same name. */
  async findPullRequest(
    { branch, base }: { branch: string; base: string },
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    const found = await this.#api.json(
      {
        path: '/merge_requests',
        query: {
          source_branch: branch,
          target_branch: base,
          state: 'all',
          order_by: 'created_at',
          sort: 'desc',
          per_page: 100,
        },
        signal: options.signal,
      },
      schemas.mergeRequests,
    );
    // A fork's branch may have the same name
    const own = found.filter(one => one.source_project_id === one.project_id);
    const chosen = newest(own, one => ({
      state: stateOf(one),
      number: one.iid,
    }));
    return chosen && this.pullRequest(chosen.iid, options);
  }

  async pullRequest(
    number: number,
    { signal }: CallOptions,
  ): Promise<PullRequest> {
    const path = `/merge_requests/${number}`;
    const found = await this.#api.json({ path, signal }, schemas.mergeRequest);
    // Projects may have approvals switched off
    const approvals = await unlessRefused([403, 404], () =>
      this.#api.json({ path: `${path}/approvals`, signal }, schemas.approvals),
    );
    return pullRequestOf(found, {
      approvedBy: approvals?.approved_by.map(({ user }) => user.username),
    });
  }

  /**
   * The project's own settings decide between a merge commit and a fast-forward: `merge` and `rebase` only say not to squash. Where the branch has to be
   * rebased first, that is answered and not done: it would give the branch another head than the one that was reviewed.
   */
  merge(
    merge: { number: number; expectedHead: string; method?: MergeMethod },
    options: CallOptions,
  ): Promise<MergeAnswer> {
    return mergePullRequest(this, merge, options, () =>
      changing(this, options, () => this.#merge(merge, options)),
    );
  }

  async close(
    { number, comment }: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<PullRequest> {
    const present = await this.pullRequest(number, options);
    if (present.state !== 'open') return present;
    const path = `/merge_requests/${number}`;
    const { signal } = options;
    await changing(this, options, async () => {
      await this.#api.send({
        method: 'PUT',
        path,
        json: { state_event: 'close' },
        signal,
      });
      if (comment)
        await this.#api.send({
          method: 'POST',
          path: `${path}/notes`,
          json: { body: comment },
          signal,
        });
    });
    return this.pullRequest(number, options);
  }

  async deleteBranch(branch: string, options: CallOptions): Promise<void> {
    const path = `/repository/branches/${encodeURIComponent(branch)}`;
    const { signal } = options;
    const answer = await changing(this, options, () =>
      unlessRefused([404], () =>
        this.#api.send({ method: 'DELETE', path, signal }),
      ),
    );
    if (answer === undefined) await this.get(options);
  }

  async commits(
    { path, ref, limit }: { path: string; ref: string; limit: number },
    options: CallOptions,
  ): Promise<Commit[]> {
    const query = { path, ref_name: ref, per_page: Math.min(limit, 50) };
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

  /** Whether the newest commit that both have is the one asked about. GitLab answers 400 for one that it doesn't know, 404 for histories that never met. */
  async isContained(
    { commit, of }: { commit: string; of: string },
    { signal }: CallOptions,
  ): Promise<boolean> {
    const request = {
      path: '/repository/merge_base',
      query: { 'refs[]': [commit, of] },
      signal,
    };
    const base = await unlessRefused([400, 404], () =>
      this.#api.json(request, schemas.commit),
    );
    if (base === undefined) await this.get({ signal });
    return base?.id === commit;
  }

  async #commit(
    { branch, base, files, message }: BranchChange,
    { signal }: CallOptions,
  ): Promise<string> {
    await this.#api.json(
      { path: `/repository/commits/${encodeURIComponent(base.sha)}`, signal },
      schemas.commit,
    );
    const actions: Record<string, string>[] = [];
    for (const [path, bytes] of files) {
      const isThere = await this.#hasFile(path, base.sha, signal);
      if (bytes !== null)
        actions.push({
          action: isThere ? 'update' : 'create',
          file_path: path,
          content: Buffer.from(bytes).toString('base64'),
          encoding: 'base64',
        });
      else if (isThere) actions.push({ action: 'delete', file_path: path });
    }
    const made = await this.#api.json(
      {
        method: 'POST',
        path: '/repository/commits',
        json: { branch, start_sha: base.sha, commit_message: message, actions },
        signal,
      },
      schemas.commit,
    );
    return made.id;
  }

  async #hasFile(
    path: string,
    ref: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    const answer = await unlessRefused([404], () =>
      this.#api.send({
        method: 'HEAD',
        path: `/repository/files/${encodeURIComponent(path)}`,
        query: { ref },
        signal,
      }),
    );
    return answer !== undefined;
  }

  async #merge(
    merge: { number: number; expectedHead: string; method?: MergeMethod },
    { signal }: CallOptions,
  ): Promise<string | undefined> {
    const { number, expectedHead, method } = merge;
    const path = `/merge_requests/${number}`;
    const before = await this.#api.json({ path, signal }, schemas.mergeRequest);
    const reason = waitsFor(before.detailed_merge_status);
    if (reason) return reason;
    const squash = method === undefined ? undefined : method === 'squash';
    try {
      await this.#api.send({
        method: 'PUT',
        path: `${path}/merge`,
        json: { sha: expectedHead, squash },
        signal,
      });
      return undefined;
    } catch (error) {
      // It accepted the same credentials a moment ago
      if (error instanceof Refusal && error.status === 401)
        throw new GitHostError(
          'forbidden',
          `${this.name} #${number}: GitLab does not let this user merge it. The role Developer or Maintainer is needed, and the right to merge into the target branch`,
        );
      // The head moved: a conflict
      if (!(error instanceof Refusal) || ![405, 422].includes(error.status))
        throw error;
    }
    const after = await this.#api.json({ path, signal }, schemas.mergeRequest);
    return (
      waitsFor(after.detailed_merge_status) ?? 'GitLab refuses to merge it'
    );
  }

  async #find<T extends z.ZodType>(
    request: Omit<RestRequest, 'signal'>,
    schema: T,
    options: CallOptions,
  ): Promise<z.infer<T> | undefined> {
    const { signal } = options;
    const found = await this.#api.find({ ...request, signal }, schema);
    // Whether it is the project that is missing
    if (found === undefined) await this.get(options);
    return found;
  }
}
