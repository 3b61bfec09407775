import type {
  CallOptions,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { cutLines, cutTitle } from '../rest/cut';
import {
  newest,
  PullRequestQuery,
  RestPullRequests,
} from '../rest/RestPullRequests';
import { refusedBy } from '../rest/refusedBy';
import { AzureDevOpsMerges } from './AzureDevOpsMerges';
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

export class AzureDevOpsPullRequests
  extends AzureDevOpsMerges
  implements RestPullRequests
{
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
    const { value } = await this.place.api.json(
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

  async isBase(branch: string, { signal }: CallOptions): Promise<boolean> {
    const query = {
      'searchCriteria.targetRefName': refOf(branch),
      'searchCriteria.status': 'active',
      $top: 1,
    };
    const { value } = await this.place.api.json(
      { path: '/pullrequests', query, signal },
      schemas.pullRequests,
    );
    return value.length > 0;
  }

  async get(number: number, options: CallOptions): Promise<PullRequest> {
    const { api, repositoryUrl } = this.place;
    const found = await this.show(number, options);
    const head =
      found.lastMergeSourceCommit?.commitId ??
      (await headOf(api, branchOf(found.sourceRefName), options)) ??
      '';
    const labels =
      stateOf(found) === 'open'
        ? await this.#labels(number, options)
        : undefined;
    return pullRequestOf(found, { repositoryUrl, head, labels });
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
    const made = await this.place.api.json(
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
      this.post(`/pullRequests/${number}/labels`, { name }, options),
    );
  }

  async requestReviewers(
    number: number,
    reviewers: readonly string[],
    options: CallOptions,
  ): Promise<string[]> {
    const present = await this.show(number, options);
    return requestReviewers(this.place, present, reviewers, options);
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
    await this.post(`/pullRequests/${number}/statuses`, json, options);
  }

  /** A pull request itself does not tell them in every version. */
  async #labels(number: number, { signal }: CallOptions): Promise<string[]> {
    const path = `/pullRequests/${number}/labels`;
    const { value } = await this.place.api.json(
      { path, signal },
      schemas.labels,
    );
    return value.map(({ name }) => name);
  }
}
