import type { GateReason } from 'backstage-plugin-gitops-common';
import type { Person } from '../StoredPromotion';

/** The answer of one gate about a pull request, as a commit status of the Git host. */
export type GateResult = GateReason & {
  readonly gate: string;
  readonly state: 'success' | 'failure' | 'pending';
  /** Reference of the service that it concerns, where the pull request has several */
  readonly service?: string;
};

export type GateStatus = GateResult & {
  /** Whether the Git host has it */
  readonly isPublished: boolean;
};

/** What our gates say of a pull request. */
export interface GateStatuses {
  /** Undefined before they were evaluated for this head */
  readonly evaluation?: Evaluation;
  /** The commit that they are of */
  readonly head: string;
  readonly gates: readonly GateStatus[];
  /** Who had the portal merge which commit, whether or not that succeeded */
  readonly approved?: { readonly by: Person; readonly head: string };
  /** Why the host takes no statuses, and when it was asked to (ISO 8601) */
  readonly refused?: { readonly detail: string; readonly at: string };
}

/** When the gates are to be evaluated again that read more than what is in memory. */
export interface Evaluation {
  /**
   * Stands for what is known of the deployments that the gates judge by: another one is a change
   */
  readonly basis: string;
  /** ISO 8601: when an answer changes by itself, or what could not be read is tried again */
  readonly againAt: string;
  /** The same of gates of other plugins, of which it isn't known what they depend on */
  readonly addedAgainAt?: string;
}
