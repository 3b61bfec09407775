import type {
  CallOptions,
  MergeMethod,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { newest } from '../rest/newest';
import { Refusal } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import type { RestPullRequests } from '../rest/RestPullRequests';
import { headOf } from './headOf';
import { openPullRequest } from './openPullRequest';
import { branchOf, pullRequestOf, refOf, stateOf } from './pullRequestOf';
import * as schemas from './schemas';

const strategies = {
  merge: 'noFastForward',
  squash: 'squash',
  rebase: 'rebase',
} as const;

export class AzurePullRequests implements RestPullRequests {
  readonly #options: {
    /** Of the repository */
    api: RestApi;
    /** Of the organization's users */
    identities: RestApi;
    repositoryUrl: string;
  };

  constructor(options: {
    api: RestApi;
    identities: RestApi;
    repositoryUrl: string;
  }) {
    this.#options = options;
  }

  async find(
    { branch, base }: { branch: string; base: string },
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    const query = {
      'searchCriteria.sourceRefName': refOf(branch),
      'searchCriteria.targetRefName': refOf(base),
      'searchCriteria.status': 'all',
      $top: 100,
    };
    const { value } = await this.#options.api.json(
      { path: '/pullrequests', query, signal: options.signal },
      schemas.pullRequests,
    );
    // A fork's branch may have the same name
    const own = value.filter(one => !one.forkSource);
    const chosen = newest(own, one => ({
      state: stateOf(one),
      number: one.pullRequestId,
    }));
    return chosen && this.get(chosen.pullRequestId, options);
  }

  async get(number: number, options: CallOptions): Promise<PullRequest> {
    const { api, repositoryUrl } = this.#options;
    const found = await this.#show(number, options);
    const head =
      found.lastMergeSourceCommit?.commitId ??
      (await headOf(api, branchOf(found.sourceRefName), options)) ??
      '';
    return pullRequestOf(found, { repositoryUrl, head });
  }

  open(request: PullRequestChange, options: CallOptions) {
    const { api, identities } = this.#options;
    return openPullRequest(api, identities, request, options);
  }

  /** Azure DevOps completes in the background: what keeps it from that is seen afterwards. */
  async accept(
    merge: { number: number; expectedHead: string; method?: MergeMethod },
    options: CallOptions,
  ): Promise<string | undefined> {
    const { number, expectedHead, method } = merge;
    const reason = waitsFor(await this.#show(number, options));
    if (reason) return reason;
    try {
      await this.#update(
        number,
        {
          status: 'completed',
          lastMergeSourceCommit: { commitId: expectedHead },
          completionOptions: method && { mergeStrategy: strategies[method] },
        },
        options,
      );
    } catch (error) {
      if (isRejectedByPolicy(error))
        return `policies of its target branch are not met (${error.words})`;
      throw error;
    }
    const after = await this.#show(number, options);
    return after.mergeStatus === 'rejectedByPolicy'
      ? 'policies of its target branch are not met'
      : waitsFor(after);
  }

  async decline(
    { number, comment }: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<void> {
    await this.#update(number, { status: 'abandoned' }, options);
    if (!comment) return;
    const written = { parentCommentId: 0, content: comment, commentType: 1 };
    await this.#options.api.send({
      method: 'POST',
      path: `/pullRequests/${number}/threads`,
      // One that is open would be counted as something to be resolved
      json: { comments: [written], status: 'closed' },
      signal: options.signal,
    });
  }

  #show(number: number, { signal }: CallOptions) {
    return this.#options.api.json(
      { path: `/pullrequests/${number}`, signal },
      schemas.pullRequest,
    );
  }

  #update(number: number, json: object, { signal }: CallOptions) {
    const path = `/pullrequests/${number}`;
    return this.#options.api.send({ method: 'PATCH', path, json, signal });
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

function isRejectedByPolicy(error: unknown): error is Refusal {
  return error instanceof Refusal && /RejectedByPolicy/.test(error.words);
}
