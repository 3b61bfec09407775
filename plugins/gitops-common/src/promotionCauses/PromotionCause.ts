import type { CodedReason } from '../reasons';
import type { Cause } from '../causes/Cause';

/** What Argo CD shows of an Application, as causes. @public */
export interface DeploymentRemarks {
  cause: Cause | null;
  remarks: Cause[];
}

/** @public */
export interface PullRequestNames {
  /** Such as `platform/gitops #12` */
  pullRequests: string[];
}

/** Why a branch can't be made anew on the newest commit of the one that it goes to. @public */
export type NotUpdatedBecause =
  | { reason: 'filesChanged'; files: string[] }
  | { reason: 'notPossible' }
  | { reason: 'refused'; detail: string };

/**
 * Why a host does not merge a pull request that was left to it: it took it out of its queue, it
 * never took it, a label holds it, one of our gates
 * does not allow it, its branch was changed, or it goes to another branch.
 *
 * @public
 */
export type UnqueuedBecause =
  | 'dropped'
  | 'refused'
  | 'held'
  | 'blocked'
  | 'changed'
  | 'retargeted';

/** What the Git host last said of open pull requests. @public */
export interface OpenPullRequests extends PullRequestNames {
  approvedBy: string[];
  checks?: { passed: number; failed: number; pending: number };
  /** Names of our gates that would stop a merge now; absent where none would */
  heldBy?: string[];
  /** Somebody pushed to the branch after it was opened */
  isChanged: boolean;
  hasConflicts: boolean;
  /** The host merges it only with a branch that has all commits of the one that it goes to */
  isOutdated?: true;
  /** Its branch is just being made anew on the newest commit of the one that it goes to */
  isUpdating?: true;
  /** Why that can't be done */
  notUpdated?: NotUpdatedBecause;
  /** The label that keeps the portal from merging it */
  holdLabel?: string;
  /** Why the host does not merge it by itself any more; `detail` is what it said */
  unqueued?: { because: UnqueuedBecause; detail?: string };
  /** The branch that somebody made it go to instead of the one that was planned */
  retargetedTo?: string;
}

/** What an environment has after a promotion has ended without arriving. @public */
export interface WhatStays {
  environment: string;
  previous: string;
  /** Pull requests of the same promotion that were merged all the same */
  merged: string[];
}

/**
 * Every reason for the state of a promotion, and everything that stands in its way, by its code.
 * What a code means is said by its sentence.
 *
 * @public
 */
export interface PromotionCauseParams {
  opening: { version: string; environment: string };
  waitsForReview: OpenPullRequests;
  waitsForMerge: OpenPullRequests;
  /**
   * The host merges them when they are ready, since somebody left that to it in the portal: names,
   * or `automaticRequester`
   */
  mergesWhenReady: OpenPullRequests & { queuedBy: string[] };
  merged: PullRequestNames & {
    /** Names, or `automaticRequester` */
    by: string[];
    /**
     * The environment wants four eyes, and nobody but who requested it is known to have approved it
     */
    withoutFourEyes?: true;
  };
  mergeCommitUnknown: PullRequestNames;
  rollingOut: { version: string };
  deploying: DeploymentRemarks;
  stillRuns: { running: string; environment: string };
  arrived: { version: string; environment: string };
  /** As `arrived`, of what was unhealthy before the merge and still is */
  arrivedUnhealthy: DeploymentRemarks & {
    version: string;
    environment: string;
  };
  /** As `arrived`, of what is scaled to zero or runs by a schedule */
  applied: { version: string; environment: string };

  notOpened: WhatStays & { detail?: string };
  mergedElsewhere: PullRequestNames & {
    branch: string;
    environment: string;
    previous: string;
  };
  deploymentFailed: DeploymentRemarks;
  unhealthyAfter: DeploymentRemarks & { version: string };
  closedUnmerged: WhatStays & PullRequestNames & { by: string[] };
  closedForAnother: WhatStays & PullRequestNames;
  overtaken: {
    by: 'promotion' | 'rollback' | 'ownRollback';
    to: string;
    version: string;
    environment: string;
  };
  replaced: { running: string; version: string; environment: string };
  /** The same of what is scaled to zero or runs by a schedule */
  replacedInGit: { wanted: string; version: string; environment: string };
  notFollowed: { by: string; version: string; environment: string };

  // What stands in the way, and is tried again
  gitHostSays: { detail: string };
  /** The Git host or Argo CD could not be asked how far it is */
  lookFailed: { detail: string };
  partsRefused: { parts: string[] };
  /** The Git host takes no statuses: branch protection can't wait for our gates */
  statusesRefused: { detail: string };
  notListed: { instance: string; application: string };
  notCurrent: { instance: string; application: string };
  argoCdSays: DeploymentRemarks;
  imagesUnknown: { application: string };
  /** The source hydrator renders to another branch than the one that is synced */
  staged: { application: string; branch: string; syncedBranch: string };
}

/** @public */
export type PromotionCauseCode = keyof PromotionCauseParams;

/**
 * Why a promotion is in its state, or what stands in its way, as data: it can be filtered, counted
 * and said in any language.
 *
 * @public
 */
export type PromotionCause = CodedReason<PromotionCauseParams>;
