import type { PromotionMode } from './deployments';

/**
 * How far a promotion has come. The last four are ends; of these `failed` and `closed` changed nothing that runs, as their `sentence` tells.
 *
 * @public
 */
export const promotionStates = [
  'requested',
  'pullRequestOpen',
  'merged',
  'deploying',
  'succeeded',
  'failed',
  'closed',
  'superseded',
] as const;

/** @public */
export type PromotionState = (typeof promotionStates)[number];

/**
 * What moves: one image, or a chart's or source's revision.
 *
 * @public
 */
export interface PromotedVersion {
  /** The image without tag and digest, or the chart's or repository's address */
  name: string;
  /** What the target's files ask for before */
  from: string;
  to: string;
  /** What the files pin besides, or alone; absent where they hold a tag only */
  fromDigest?: string;
  toDigest?: string;
}

/**
 * What one gate says of a promotion.
 *
 * @public
 */
export interface GateAnswer {
  /** Its name, for example `soak-time` */
  gate: string;
  result: 'pass' | 'warn' | 'block';
  sentence: string;
  /** Whether a block can be overridden by those who may override. False for what no permission changes, such as nothing to change */
  canOverride: boolean;
}

/** @public */
export interface DifferenceLine {
  kind: 'context' | 'removed' | 'added';
  text: string;
  /** Line number before; null for an added line */
  before: number | null;
  /** Line number after; null for a removed line */
  after: number | null;
}

/**
 * How one file changes: hunks of lines, as they will stand in the pull request.
 *
 * @public
 */
export interface FileDifference {
  path: string;
  hunks: DifferenceLine[][];
}

/**
 * The change of one repository. Each becomes one pull request.
 *
 * @public
 */
export interface RepositoryChange {
  /** As people name it: `platform/gitops` */
  repository: string;
  url: string;
  /** The branch that is changed */
  branch: string;
  /** The commit that the difference is made on */
  base: string;
  files: FileDifference[];
}

/**
 * What a promotion would do, before anything is written.
 *
 * @public
 */
export interface PromotionPlan {
  /** Identity of what is shown here. Sent along with the request, it is refused with 409 where the plan is another by then */
  id: string;
  service: string;
  kind: PromotionKind;
  from: string;
  to: string;
  versions: PromotedVersion[];
  /** The version as people call it: that of the service's own image */
  version: string;
  /** What runs in the target; null where nothing runs or it isn't known */
  running: string | null;
  /** Since when the source is healthy at this version, ISO 8601; null where that isn't known */
  healthySince: string | null;
  changes: RepositoryChange[];
  /** Blocking first */
  gates: GateAnswer[];
  /** Whether the caller may override what blocks */
  canOverride: boolean;
  /** What the click does, in a sentence */
  consequence: string;
  /** The promotion that is under way to the same target; null where none is */
  underWay: Promotion | null;
}

/** @public */
export type PromotionKind = 'promotion' | 'rollback';

/** @public */
export interface PromotionPullRequest {
  repository: string;
  /** Undefined in JSON is absent: null until the host has numbered it */
  number: number | null;
  url: string | null;
  state: 'planned' | 'open' | 'merged' | 'closed' | 'failed';
  /** The commit on the base branch that brought it; null until merged */
  mergeCommit: string | null;
  /** Who merged or closed it, as the host names them; null where it isn't known */
  endedBy: string | null;
  openedAt: string | null;
  endedAt: string | null;
  /** Checks of its head; null where the host doesn't tell */
  checks: { passed: number; failed: number; pending: number } | null;
  approvedBy: string[];
  /** Promotions of other services in the same pull request */
  others: number;
}

/** @public */
export interface Promotion {
  id: string;
  kind: PromotionKind;
  /** Reference of the entity */
  service: string;
  from: string;
  to: string;
  versions: PromotedVersion[];
  version: string;
  /** What the target's files asked for before */
  previous: string;
  state: PromotionState;
  /** What is so now, and what it waits for; for an end, what still runs. A sentence or two */
  sentence: string;
  /** What stands in the way at the moment and is tried again; null where nothing does */
  problem: string | null;
  /** One for each repository that changes; one nearly always */
  pullRequests: PromotionPullRequest[];
  requestedBy: { ref: string; name: string };
  reason: string;
  overridden: boolean;
  gates: GateAnswer[];
  /** All ISO 8601; null for what has not come yet */
  requestedAt: string;
  openedAt: string | null;
  mergedAt: string | null;
  deployingAt: string | null;
  endedAt: string | null;
  supersededBy: string | null;
  /** The promotion that this one rolls back; null for others */
  rollsBack: string | null;
  /** While deploying, and after a failure: what the operation did, wave by wave */
  waves: PromotionWave[];
  /** The target's Applications in Argo CD's own UI */
  applications: { name: string; url: string }[];
  /** What the caller may do with it now */
  can: { close: boolean; retry: boolean; rollback: boolean; merge: boolean };
}

/** @public */
export interface PromotionWave {
  wave: number;
  kind: string;
  name: string;
  state: 'done' | 'running' | 'failed' | 'notReached';
  message: string | null;
}

/**
 * What is between two environments of a service: what may move, what moves, what moved by itself. The cheap part of the truth: the whole of it is in the plan.
 *
 * @public
 */
export interface Transition {
  /** Null for the first environment, where versions come from outside */
  from: string | null;
  to: string;
  mode: PromotionMode | null;
  /** The version that would move or moves; null where there is none or it isn't known */
  version: string | null;
  state: 'nothing' | 'available' | 'waiting' | 'underWay';
  /** What it waits for; null otherwise */
  reason: string | null;
  /** The promotion under way; null otherwise, and where the caller may not read promotions */
  promotion: Promotion | null;
  /** The promotion that ended last, for as long as somebody may look for it: a failure until something newer is there, any other end for an hour */
  last: Promotion | null;
  /** Mode imageUpdater: the newest automatic commit; null where there is none or it isn't read yet */
  commit: AutomaticCommit | null;
  /** Mode workflow: the newest run; null where there is none or it isn't read yet */
  run: PromotionRun | null;
  /** Whether the caller may promote, or dispatch the workflow, here */
  isPermitted: boolean;
  /** What the caller may ask of Argo CD in the environment that it leads to */
  actions: ArgoCdAction[];
  /** Why the Git host can't be read; null otherwise */
  problem: string | null;
}

/** What may be asked of Argo CD: to compare with Git again, to sync, to have secrets read from their store again. @public */
export type ArgoCdAction = 'refresh' | 'sync' | 'refreshSecrets';

/** @public */
export interface AutomaticCommit {
  sha: string;
  subject: string;
  author: string;
  at: string;
  url: string;
}

/** @public */
export interface PromotionRun {
  title: string;
  state:
    | 'waiting'
    | 'running'
    | 'succeeded'
    | 'failed'
    | 'cancelled'
    | 'skipped';
  ref: string;
  actor: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  url: string;
}

/** @public */
export interface PromotionRequest {
  service: string;
  from: string;
  to: string;
  /** At most 2,000 characters */
  reason: string;
  /** What was seen: refused with 409 where the plan is another by now */
  plan?: string;
  /** Names of gates to go on in spite of, which were seen to block: another one that blocks refuses */
  override?: string[];
}

/** @public */
export interface PromotionAnswer {
  promotion: Promotion;
  /** False where it had been requested before */
  made: boolean;
}

/** Longest reason, in characters. @public */
export const MAX_REASON_LENGTH = 2_000;
