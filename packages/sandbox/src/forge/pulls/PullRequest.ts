import type { Label } from '../Labels';
import type { User } from '../Users';
import type { Review } from './Review';

export interface Comment {
  id: number;
  user: User;
  body: string;
  createdAt: Date;
}

/** A pull request within one repository. */
export interface PullRequest {
  readonly number: number;
  title: string;
  body: string;
  readonly poster: User;
  baseBranch: string;
  readonly headBranch: string;
  /**
   * The head branch's commit; stays at its last value when the branch is gone or the request is
   * closed
   */
  headSha: string;
  labels: Label[];
  readonly comments: Comment[];
  /** Oldest first */
  readonly reviews: Review[];
  /** Whose review is asked for and not there yet */
  requestedReviewers: User[];
  state: 'open' | 'closed';
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt?: Date;
  /** `base` is the base branch's commit before the merge */
  merged?: { at: Date; by: User; commit: string; base: string };
}

/** Gitea has no field for a draft: its title says so. */
export function isDraft({ title }: PullRequest): boolean {
  return /^(WIP:|\[WIP\])/i.test(title);
}
