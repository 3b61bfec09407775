import type { User } from '../Users';

/** What a review says, in the names of Gitea's API. */
export const reviewStates = ['APPROVED', 'REQUEST_CHANGES', 'COMMENT'] as const;
export type ReviewState = (typeof reviewStates)[number];

/** Somebody's word on a pull request. */
export interface Review {
  readonly id: number;
  readonly user: User;
  readonly state: ReviewState;
  readonly body: string;
  /** The head that was reviewed */
  readonly commit: string;
  readonly submittedAt: Date;
  /** Whether it counts for branch protection: by somebody who may push */
  readonly isOfficial: boolean;
  isDismissed: boolean;
}
