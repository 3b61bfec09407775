import type { GateReason } from 'backstage-plugin-gitops-common';
import type { Person } from '../StoredPromotion';

/** What one gate says of a pull request, as the Git host shows it beside the checks of others. */
export type Said = GateReason & {
  readonly gate: string;
  readonly state: 'success' | 'failure' | 'pending';
  /** Reference of the service that it concerns, where the pull request has several */
  readonly service?: string;
};

export type GateStatus = Said & {
  /** Whether the Git host has been told */
  readonly isTold: boolean;
};

/** What our gates say of a pull request. Times are ISO 8601. */
export interface GateStatuses {
  /** When all of them were asked last */
  readonly askedAt: string;
  /** The commit that they are told of */
  readonly head: string;
  readonly gates: readonly GateStatus[];
  /** Who had the portal merge which commit, whether or not that succeeded */
  readonly approved?: { readonly by: Person; readonly head: string };
  /** Why the host takes no statuses, and when it was asked to */
  readonly refused?: { readonly detail: string; readonly at: string };
}
