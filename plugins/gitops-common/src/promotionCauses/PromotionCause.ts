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

/** What the Git host last said of open pull requests. @public */
export interface OpenPullRequests extends PullRequestNames {
  approvedBy: string[];
  checks?: { passed: number; failed: number; pending: number };
  /** Somebody pushed to the branch after it was opened */
  isChanged: boolean;
  hasConflicts: boolean;
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
  merged: PullRequestNames & { by: string[] };
  mergeCommitUnknown: PullRequestNames;
  rollingOut: { version: string };
  deploying: DeploymentRemarks;
  stillRuns: { running: string; environment: string };
  arrived: { version: string; environment: string };
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
  notFollowed: { by: string; version: string; environment: string };

  // What stands in the way, and is tried again
  gitHostSays: { detail: string };
  /** The Git host or Argo CD could not be asked how far it is */
  lookFailed: { detail: string };
  partsRefused: { parts: string[] };
  notListed: { instance: string; application: string };
  notCurrent: { instance: string; application: string };
  argoCdSays: DeploymentRemarks;
  imagesUnknown: { application: string };
}

/** @public */
export type PromotionCauseCode = keyof PromotionCauseParams;

/**
 * Why a promotion is in its state, or what stands in its way, as data: it can be filtered, counted
 * and said in any language.
 *
 * @public
 */
export type PromotionCause = {
  [Code in PromotionCauseCode]: {
    code: Code;
    params: PromotionCauseParams[Code];
  };
}[PromotionCauseCode];
