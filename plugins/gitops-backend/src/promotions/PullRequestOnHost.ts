import type { NotUpdatedBecause } from 'backstage-plugin-gitops-common';

/** The state of rebuilding a branch on the newest commit of its base. */
export type BranchUpdate =
  /** Whether its files have changed on the base is to be looked at */
  | { step: 'compare' }
  /** They have not on this commit, on which the branch is made anew */
  | { step: 'remake'; on: string }
  | { step: 'refused'; because: NotUpdatedBecause };

/** What the host last said of it. */
export interface ObservedPullRequest {
  head: string;
  /** The branch that it goes to: anyone may change it on the host */
  base: string;
  isMergeable?: boolean;
  checks?: { passed: number; failed: number; pending: number };
  /** Names of those that failed, as far as the host tells */
  failedChecks?: string[];
  approvedBy?: string[];
  /** Login of who opened it: of the portal's own account */
  openedBy?: string;
  /** Who merged or closed it: the portal's account if the portal did */
  endedBy?: string;
  /** Those among them that are machines */
  machines?: string[];
  /** Whether the host merges it only with a branch that has all of its base */
  isOutdated?: boolean;
  /** The label that keeps the portal from merging it; undefined where it has not got that */
  holdLabel?: string;
}
