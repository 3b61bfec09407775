/** @public */
export interface PullRequestChange {
  branch: string;
  base: string;
  /** Cut by the host implementation to what the host takes */
  title: string;
  /** Markdown; cut alike, between lines */
  body: string;
}

/** @public */
export interface PullRequest {
  number: number;
  url: string;
  title: string;
  state: 'open' | 'merged' | 'closed';
  /** Head of the branch as the host has it */
  head: string;
  base: string;
  createdAt: string;
  /** Who opened it: the account of the credentials, where it was opened here */
  openedBy?: string;
  /** Who merged it or closed it; undefined while open and where the host doesn't tell */
  endedBy?: string;
  /** ISO 8601 */
  endedAt?: string;
  /**
   * The commit on the base branch that brought it, whatever the method of merging; undefined where
   * not merged
   */
  mergeCommit?: string;
  /**
   * Whether it could be merged as far as conflicts go; undefined while the host doesn't know yet
   */
  isMergeable?: boolean;
  /**
   * Statuses and checks of the head, without those of ours ({@link OWN_STATUS}): what a gate says
   * is known here, and must not be waited for as if it were somebody else's check. Undefined where
   * the host doesn't tell them with the pull request
   */
  checks?: { passed: number; failed: number; pending: number };
  /** Names of those that failed, the first ten; undefined where the host does not tell any */
  failedChecks?: string[];
  /** Names of those who approved it; undefined where the host doesn't tell */
  approvedBy?: string[];
  /**
   * Names of those in `approvedBy` and `endedBy` that the host does not say are people: apps, bots,
   * access tokens, build services, and accounts of which it does not tell what they are
   */
  machines?: string[];
  /** Names of its labels; undefined where the host has none or doesn't tell */
  labels?: string[];
  /**
   * Whether its branch lacks commits of its base, and the host merges only what has them all;
   * undefined where the host doesn't tell
   */
  isOutdated?: boolean;
}

/**
 * What contexts of our own statuses begin with.
 *
 * @public
 */
export const OWN_STATUS = 'gitops/';

/**
 * What we say of the head of a pull request.
 *
 * @public
 */
export interface OwnStatus {
  /**
   * The pull request whose head it is: Azure DevOps requires statuses of pull requests, not of
   * commits
   */
  number: number;
  /** The head, in full */
  sha: string;
  /** Begins with {@link OWN_STATUS}; one context for each gate */
  context: `${typeof OWN_STATUS}${string}`;
  state: 'success' | 'failure' | 'pending';
  /** A sentence, cut to what the host takes */
  description: string;
  /** Page that says more */
  url?: string;
}

/** @public */
export interface MergeRequest {
  number: number;
  expectedHead: string;
  /** Otherwise any base */
  expectedBase?: string;
  /** Else what the repository does by default */
  method?: MergeMethod;
  /**
   * Where it can't be merged now, or checks failed, the host is asked to merge it when it is ready, by its auto-merge
   * or merge queue; where it has none, or doesn't allow it, this makes no difference. From then on
   * the host decides, also about checks that failed and about a head that is pushed later.
   */
  whenReady?: boolean;
  /** It is not merged while it has this label, in upper or lower case */
  unlessLabel?: string;
}

/** @public */
export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** @public */
export type MergeAnswer =
  | { merged: true; pullRequest: PullRequest }
  | {
      merged: false;
      /** Whether the host has taken over to merge it when it is ready */
      isQueued?: true;
      /** Whether a label keeps it from being merged */
      isHeld?: true;
      /** A sentence: what it waits for */
      reason: string;
      /** As it is then */
      pullRequest: PullRequest;
    };
