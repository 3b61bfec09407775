import type { CallOptions, MergeMethod, MergeRequest } from '../GitHost';
import { methodRefused } from '../rest/methodRefused';
import { Refusal, unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

/** https://learn.microsoft.com/rest/api/azure/devops/policy/types: "Require a merge strategy" */
const MERGE_POLICY = 'fa4e907d-c16b-4a4c-9dfa-4916e5d171ab';
const NOBODY = '00000000-0000-0000-0000-000000000000';

const strategies = {
  merge: 'noFastForward',
  squash: 'squash',
  rebase: 'rebase',
} as const;

/** The APIs of one repository. */
export interface AzureDevOpsPlace {
  /** Of the repository */
  api: RestApi;
  /** Of the project's branch policies */
  policies: RestApi;
  /** Of the organization's users */
  identities: RestApi;
  /** The repository's */
  name: string;
  repositoryUrl: string;
}

/** How Azure DevOps ends pull requests: by completing or abandoning them. */
export class AzureDevOpsMerges {
  constructor(protected readonly place: AzureDevOpsPlace) {}

  /** Azure DevOps completes in the background: what keeps it from that is seen afterwards. */
  async accept(
    merge: MergeRequest,
    options: CallOptions,
  ): Promise<string | undefined> {
    const { number, expectedHead, method } = merge;
    const reason = waitsFor(await this.show(number, options));
    if (reason) return reason;
    try {
      await this.update(
        number,
        {
          status: 'completed',
          lastMergeSourceCommit: { commitId: expectedHead },
          completionOptions: method && { mergeStrategy: strategies[method] },
        },
        options,
      );
    } catch (error) {
      return this.#policyReason(error, merge, options);
    }
    const after = await this.show(number, options);
    return after.mergeStatus === 'rejectedByPolicy'
      ? 'policies of its target branch are not met'
      : waitsFor(after);
  }

  /** In the name of who opened it, whose credentials these are. */
  async acceptWhenReady(
    { number, method }: MergeRequest,
    options: CallOptions,
  ): Promise<boolean> {
    const { createdBy } = await this.show(number, options);
    if (!createdBy) return false;
    const json = {
      autoCompleteSetBy: { id: createdBy.id },
      completionOptions: method && { mergeStrategy: strategies[method] },
    };
    try {
      await this.update(number, json, options);
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.status === 400) return false;
      throw error;
    }
  }

  async isQueued(number: number, options: CallOptions): Promise<boolean> {
    return Boolean((await this.show(number, options)).autoCompleteSetBy);
  }

  async cancelMerge(number: number, options: CallOptions): Promise<void> {
    const json = { autoCompleteSetBy: { id: NOBODY } };
    await this.update(number, json, options);
  }

  async decline(
    { number, comment }: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<void> {
    // A person who opens it again does not mean to have it completed
    if (await this.isQueued(number, options))
      await this.cancelMerge(number, options);
    await this.update(number, { status: 'abandoned' }, options);
    if (!comment) return;
    const written = { parentCommentId: 0, content: comment, commentType: 1 };
    await this.post(
      `/pullRequests/${number}/threads`,
      // One that is open would be counted as something to be resolved
      { comments: [written], status: 'closed' },
      options,
    );
  }

  /** What the target branch's policies require. @throws if the error does not come from them */
  async #policyReason(
    error: unknown,
    { number, method }: MergeRequest,
    options: CallOptions,
  ): Promise<string> {
    if (!(error instanceof Refusal)) throw error;
    const { words } = error;
    // A policy limits the ways of merging, and no waiting helps
    if (/merge strategy|merge type|limit merge/i.test(words)) {
      const allowed = await this.#allowedMethods(number, options);
      throw methodRefused(`${this.place.name} #${number}`, {
        method,
        allowed,
      });
    }
    if (!/RejectedByPolicy/.test(words)) throw error;
    return `policies of its target branch are not met (${words})`;
  }

  /** As all policies of the target branch say; none where that can't be read. */
  async #allowedMethods(
    number: number,
    options: CallOptions,
  ): Promise<MergeMethod[]> {
    const { api, policies } = this.place;
    const { signal } = options;
    const { targetRefName: refName } = await this.show(number, options);
    const { id } = await api.json({ path: '', signal }, schemas.repository);
    const query = { repositoryId: id, refName, policyType: MERGE_POLICY };
    const found = await unlessRefused([401, 403, 404], () =>
      policies.json(
        { path: '/configurations', query, signal },
        schemas.mergePolicies,
      ),
    );
    // That of the branch, of branches that begin so, and of the project: each has to allow it
    const settings = (found?.value ?? [])
      .filter(one => one.isEnabled)
      .map(one => one.settings);
    const keys = {
      merge: 'allowNoFastForward',
      squash: 'allowSquash',
      rebase: 'allowRebase',
    } as const;
    return (['merge', 'squash', 'rebase'] as const).filter(
      method => settings.length > 0 && settings.every(one => one[keys[method]]),
    );
  }

  protected post(path: string, json: object, { signal }: CallOptions) {
    return this.place.api.send({ method: 'POST', path, json, signal });
  }

  protected show(number: number, { signal }: CallOptions) {
    return this.place.api.json(
      { path: `/pullrequests/${number}`, signal },
      schemas.pullRequest,
    );
  }

  protected update(number: number, json: object, { signal }: CallOptions) {
    const path = `/pullrequests/${number}`;
    return this.place.api.send({ method: 'PATCH', path, json, signal });
  }
}

function waitsFor(found: schemas.AzurePullRequest): string | undefined {
  if (found.isDraft) return 'it is a draft';
  switch (found.mergeStatus) {
    case 'conflicts':
      return 'it has conflicts with its target branch';
    case 'failure':
      return `the merge failed (${found.mergeFailureMessage ?? 'no reason'})`;
    case 'queued':
      return 'Azure DevOps still works out the merge';
    default:
      return undefined;
  }
}
