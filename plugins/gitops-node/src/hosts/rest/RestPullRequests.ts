import type {
  CallOptions,
  MergeRequest,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../GitHost';

/** What each host does its own way about the pull requests of one repository. */
export interface RestPullRequests {
  /** The one that counts, where there are several */
  find(
    of: PullRequestQuery,
    options: CallOptions,
  ): Promise<PullRequest | undefined>;

  get(number: number, options: CallOptions): Promise<PullRequest>;

  /** Answers its number */
  open(request: PullRequestChange, options: CallOptions): Promise<number>;

  /** Answers those that the host refuses */
  addLabels(
    number: number,
    labels: readonly string[],
    options: CallOptions,
  ): Promise<string[]>;

  /** Answers those that the host refuses */
  requestReviewers(
    number: number,
    reviewers: readonly string[],
    options: CallOptions,
  ): Promise<string[]>;

  setStatus(status: OwnStatus, options: CallOptions): Promise<void>;

  /** Has the host merge one that is open; what it waits for is answered */
  accept(
    merge: MergeRequest,
    options: CallOptions,
  ): Promise<Waiting | undefined>;

  /** Has the host merge one that can't be merged now when it is ready; false where the host won't */
  acceptWhenReady?(merge: MergeRequest, options: CallOptions): Promise<boolean>;

  /** Closes one that is open */
  decline(
    close: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<void>;
}

/** What keeps a pull request from being merged, after "is not merged yet: ". */
export type Waiting =
  | string
  | {
      reason: string;
      /** Its branch lacks commits of its base, which no look at the pull request tells */
      isOutdated: true;
    };

export interface PullRequestQuery {
  branch: string;
  /** Else of any base */
  base?: string;
  /** Else in any state */
  isOpen?: true;
}
