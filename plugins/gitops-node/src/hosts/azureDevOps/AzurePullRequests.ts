import type {
  CallOptions,
  MergeRequest,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import { cutLines, cutTitle } from '../rest/cut';
import { newest } from '../rest/newest';
import { Refusal } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import { refusedBy } from '../rest/refusedBy';
import type {
  PullRequestQuery,
  RestPullRequests,
} from '../rest/RestPullRequests';
import { pullRequestOf, stateOf } from './pullRequestOf';
import { branchOf, headOf, refOf } from './refs';
import { requestReviewers } from './reviewers';
import * as schemas from './schemas';

const MAX_TITLE = 400;
/** https://learn.microsoft.com/azure/devops/repos/git/pull-requests: what is longer is refused */
const MAX_DESCRIPTION = 4000;
/** Azure DevOps says nothing of a limit, and shows it in one line */
const MAX_STATUS = 255;

const statusStates = {
  success: 'succeeded',
  failure: 'failed',
  pending: 'pending',
} as const;

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
    { branch, base, isOpen }: PullRequestQuery,
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    const query = {
      'searchCriteria.sourceRefName': refOf(branch),
      'searchCriteria.targetRefName': base && refOf(base),
      'searchCriteria.status': isOpen ? 'active' : 'all',
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

  async open(
    request: PullRequestChange,
    { signal }: CallOptions,
  ): Promise<number> {
    const json = {
      sourceRefName: refOf(request.branch),
      targetRefName: refOf(request.base),
      title: cutTitle(request.title, MAX_TITLE),
      description: cutLines(request.body, MAX_DESCRIPTION),
    };
    const made = await this.#options.api.json(
      { method: 'POST', path: '/pullrequests', json, signal },
      schemas.pullRequest,
    );
    return made.pullRequestId;
  }

  addLabels(
    number: number,
    labels: readonly string[],
    options: CallOptions,
  ): Promise<string[]> {
    return refusedBy(labels, name =>
      this.#post(`/pullRequests/${number}/labels`, { name }, options),
    );
  }

  async requestReviewers(
    number: number,
    reviewers: readonly string[],
    options: CallOptions,
  ): Promise<string[]> {
    const present = await this.#show(number, options);
    return requestReviewers(this.#options, present, reviewers, options);
  }

  /** Branch policies look at statuses of the pull request, which stay when its head moves. */
  async setStatus(
    { number, context, state, description, url }: OwnStatus,
    options: CallOptions,
  ): Promise<void> {
    const [genre, ...name] = context.split('/');
    const json = {
      context: { genre, name: name.join('/') },
      state: statusStates[state],
      description: cutTitle(description, MAX_STATUS),
      targetUrl: url,
    };
    await this.#post(`/pullRequests/${number}/statuses`, json, options);
  }

  /** Azure DevOps completes in the background: what keeps it from that is seen afterwards. */
  async accept(
    merge: MergeRequest,
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
      return policyReason(error);
    }
    const after = await this.#show(number, options);
    return after.mergeStatus === 'rejectedByPolicy'
      ? 'policies of its target branch are not met'
      : waitsFor(after);
  }

  /** In the name of who opened it, whose credentials these are. */
  async acceptWhenReady(
    { number, method }: MergeRequest,
    options: CallOptions,
  ): Promise<boolean> {
    const { createdBy } = await this.#show(number, options);
    if (!createdBy) return false;
    const json = {
      autoCompleteSetBy: { id: createdBy.id },
      completionOptions: method && { mergeStrategy: strategies[method] },
    };
    try {
      await this.#update(number, json, options);
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.status === 400) return false;
      throw error;
    }
  }

  async decline(
    { number, comment }: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<void> {
    await this.#update(number, { status: 'abandoned' }, options);
    if (!comment) return;
    const written = { parentCommentId: 0, content: comment, commentType: 1 };
    await this.#post(
      `/pullRequests/${number}/threads`,
      // One that is open would be counted as something to be resolved
      { comments: [written], status: 'closed' },
      options,
    );
  }

  #post(path: string, json: object, { signal }: CallOptions) {
    return this.#options.api.send({ method: 'POST', path, json, signal });
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

/** What the target branch's policies demand. @throws what is no word of them */
function policyReason(error: unknown): string {
  if (!(error instanceof Refusal)) throw error;
  const { words } = error;
  // A policy limits the ways of merging, and no waiting helps
  if (/merge strategy|merge type|limit merge/i.test(words))
    throw new GitHostError(
      'invalid',
      `${error.message}. The target branch has a policy for the way of merging: configure one that it allows`,
    );
  if (!/RejectedByPolicy/.test(words)) throw error;
  return `policies of its target branch are not met (${words})`;
}
