import {
  CallOptions,
  MergeRequest,
  OWN_STATUS,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { cutTitle } from './cut';

/** What each host does its own way about the pull requests of one repository. */
export interface RestPullRequests {
  /** The one that counts, where there are several */
  find(
    of: PullRequestQuery,
    options: CallOptions,
  ): Promise<PullRequest | undefined>;

  /** Whether open ones go to a branch */
  isBase(branch: string, options: CallOptions): Promise<boolean>;

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

  /**
   * Has the host merge one that can't be merged now when it is ready; false where the host won't
   */
  acceptWhenReady?(merge: MergeRequest, options: CallOptions): Promise<boolean>;

  /** As of the repository. Absent where the host doesn't tell */
  isQueued?(number: number, options: CallOptions): Promise<boolean>;

  /** As of the repository. Absent where the host can't merge so */
  cancelMerge?(number: number, options: CallOptions): Promise<void>;

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
      /** Its branch is missing commits of its base, which the pull request does not show */
      isOutdated: true;
    };

export interface PullRequestQuery {
  branch: string;
  /** Else of any base */
  base?: string;
  /** Else in any state */
  isOpen?: true;
}

const rank = { open: 0, merged: 1, closed: 2 };

/**
 * Of the pull requests of one branch the one that counts: open before merged before closed, then
 * the newest.
 */
export function newest<T>(
  found: readonly T[],
  of: (one: T) => { state: keyof typeof rank; number: number },
): T | undefined {
  return [...found].sort((one, other) => {
    const [a, b] = [of(one), of(other)];
    return rank[a.state] - rank[b.state] || b.number - a.number;
  })[0];
}

const MAX_FAILED = 10;

/** Of checks, as {@link PullRequest.failedChecks}. */
export function failedNames(
  names: readonly (string | null | undefined)[],
): string[] | undefined {
  const named = [...new Set(names.flatMap(name => name || []))];
  return named.length > 0
    ? named.slice(0, MAX_FAILED).map(name => cutTitle(name, 100))
    : undefined;
}

/** Whether a status of a commit was written by us. */
export function isOwnStatus(context: string | null | undefined): boolean {
  return Boolean(context?.startsWith(OWN_STATUS));
}
