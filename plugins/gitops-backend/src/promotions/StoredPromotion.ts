import type {
  AutomaticRequest,
  FileDifference,
  GateAnswer,
  PromotedVersion,
  PromotionCause,
  PromotionKind,
  PromotionState,
  PromotionWave,
  UnqueuedBecause,
} from 'backstage-plugin-gitops-common';
import type { MergeMethod } from 'backstage-plugin-gitops-node';
import type { BranchUpdate, ObservedPullRequest } from './PullRequestOnHost';
import type { GateStatuses } from './statuses/GateStatus';

/** A promotion as the database keeps it. Times are ISO 8601. */
export interface StoredPromotion {
  readonly id: string;
  readonly kind: PromotionKind;
  readonly service: string;
  readonly from: string;
  readonly to: string;
  readonly version: string;
  readonly previous: string;
  readonly versions: readonly PromotedVersion[];
  readonly targets: readonly PromotionTarget[];
  readonly gates: readonly GateAnswer[];
  readonly state: PromotionState;
  /** Why it is in its state */
  readonly cause: PromotionCause;
  /** What stands in its way at present, and is tried again */
  readonly obstacle?: PromotionCause;
  readonly requestedBy: string;
  readonly requestedByName: string;
  readonly reason: string;
  /** Why the portal requested it by itself; undefined where somebody did */
  readonly automatic?: AutomaticRequest;
  readonly overridden: boolean;
  readonly rollsBack?: string;
  /** Id of the release that it was requested with */
  readonly release?: string;
  /** Id of the promotion that takes its place */
  readonly supersededBy?: string;
  readonly withdrawnBy?: Person;
  readonly waves: readonly PromotionWave[];
  /** All states that it has had, in order; the last one is `state` */
  readonly passed: readonly PassedState[];
  /** How many of them people, other plugins and the audit log were told of */
  readonly announced: number;
  readonly requestedAt: string;
  readonly openedAt?: string;
  readonly mergedAt?: string;
  /** When Argo CD was asked to look */
  readonly refreshedAt?: string;
  readonly deployingAt?: string;
  readonly endedAt?: string;
  /** Tries in a row that failed */
  readonly attempts: number;
}

/** A state that a promotion came into. */
export interface PassedState {
  readonly state: PromotionState;
  /** Why it did */
  readonly cause: PromotionCause;
  /** ISO 8601 */
  readonly at: string;
}

/** Somebody who does something with a promotion. */
export interface Person {
  /** Reference of the entity */
  readonly ref: string;
  /** As people call them */
  readonly name: string;
}

/** An Application that has to run what is promoted. */
export interface PromotionTarget {
  readonly instance: string;
  readonly namespace: string;
  readonly name: string;
  /** Address of the repository that asks for it */
  readonly repositoryUrl: string;
  /** The branch that it follows, which a pull request goes to where that brings the version */
  readonly base: string;
  /** What has to run */
  readonly versions: readonly TargetVersion[];
  /** The commit that asked for all of it already when it was planned; undefined where none did */
  readonly foundIn?: string;
}

export interface TargetVersion {
  /** The image's name, or the source's address */
  readonly name: string;
  readonly to: string;
  /** What is pinned; undefined where a tag is written alone */
  readonly digest?: string;
  /**
   * Whether it reaches the Application by its spec, which an ApplicationSet or another Application
   * writes; else it lies among a source's files. Undefined for an annotated place that may be
   * either
   */
  readonly inSpec: boolean | undefined;
}

/** One pull request as the database keeps it. */
export interface StoredPullRequest {
  readonly id: string;
  readonly repositoryUrl: string;
  readonly repository: string;
  readonly base: string;
  readonly baseSha: string;
  readonly branch: string;
  /** New bytes of each file by its path. Empty where it was read for a page, which shows none */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** How they change, as people read it; absent where it was read again */
  readonly differences?: readonly FileDifference[];
  readonly message: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  /** Names on the Git host */
  readonly reviewers: readonly string[];
  /** References of the users and groups who are notified while it waits for a review */
  readonly reviewerRefs: readonly string[];
  /** Whether its branch is made anew on the newest commit of its base without anybody asking */
  readonly isKeptUpToDate: boolean;
  readonly state: 'planned' | 'open' | 'merged' | 'closed' | 'failed';
  readonly number?: number;
  readonly url?: string;
  /** Head of the branch as it was made: what may be merged */
  readonly head?: string;
  readonly mergeCommit?: string;
  readonly endedBy?: string;
  readonly openedAt?: string;
  readonly endedAt?: string;
  readonly observed?: ObservedPullRequest;
  /** Labels and reviewers that the host refused; undefined before it was asked for them */
  readonly refused?: readonly string[];
  /** Why it is to be closed; undefined while it is not */
  readonly closeComment?: string;
  /** Who has the portal merge it at this moment */
  readonly mergingBy?: Person;
  /**
   * What became of the host's merging it when it is ready; undefined where nobody asked for that
   */
  readonly queued?: QueuedMerge;
  /** Making its branch anew on the newest commit of its base */
  readonly update?: BranchUpdate;
  /** Why the Git host finally refused it */
  readonly refusal?: string;
  readonly obstacle?: PromotionCause;
  readonly attempts: number;
  /** What our gates say of it; undefined before they were asked */
  readonly statuses?: GateStatuses;
  /** How often somebody has said that there may be something to see; see {@link looked} */
  readonly hints?: number;
  /**
   * The look that was taken last: after how many hints, and when the next one is due without any
   */
  readonly looked?: { readonly hints: number; readonly nextAt: string };
}

/** A merge that somebody left to the host, to be done when it is ready. */
export interface QueuedMerge {
  by: Person;
  method?: MergeMethod;
  /**
   * The host is to be asked (again), or has taken it over; or why it does not merge it any more:
   * then somebody has to merge it again
   */
  state: 'wanted' | 'taken' | UnqueuedBecause;
  /** What the host said where it refused */
  detail?: string;
}

const ends: readonly PromotionState[] = [
  'succeeded',
  'failed',
  'closed',
  'superseded',
];

export function hasEnded(state: PromotionState): boolean {
  return ends.includes(state);
}

/** Merged, and not known to have arrived. */
export const deployedStates: readonly PromotionState[] = [
  'merged',
  'deploying',
];

export function isBeingDeployed(state: PromotionState): boolean {
  return deployedStates.includes(state);
}

/** Only one promotion of a service may be under way to an environment. */
export function slotOf(service: string, to: string): string {
  return `${service}#${to}`;
}

/** Names of the gates that somebody saw to block, and overrode. */
export function overriddenIn({
  gates,
  overridden,
}: Pick<StoredPromotion, 'gates' | 'overridden'>): string[] {
  return overridden
    ? gates.filter(one => one.result === 'block').map(one => one.gate)
    : [];
}
