import type { CodedReason } from '../reasons';

/**
 * What is out of step between Git and the cluster: names of resources such as `Deployment orders`.
 *
 * @public
 */
export interface Difference {
  /** In Git and in the cluster, not alike */
  differing: string[];
  /** In Git, not in the cluster */
  missing: string[];
  /** In the cluster, no longer in Git */
  leftover: string[];
}

/**
 * Pods of one version.
 *
 * @public
 */
export interface PodCount {
  /** How many the sentence is about */
  count: number;
  /** Of how many */
  total: number;
  /** Absent where it isn't known */
  version?: string;
  /** What Kubernetes says of the first of them */
  detail?: string;
  /** How often the first of them has restarted, where nothing else is said of it */
  restarts?: number;
}

/**
 * A resource, and what Argo CD or Kubernetes says of it.
 *
 * @public
 */
export interface ResourceRemark {
  /** Such as `Deployment orders` */
  resource: string;
  detail?: string;
}

/**
 * Every reason for a state, by its code. What a code means is said by its sentence.
 *
 * @public
 */
export interface CauseParams {
  // Deletion
  deleting: Record<string, never>;
  deletionUnconfirmed: { resources: string[] };
  deletionHangs: { resources: string[]; detail?: string };
  deletionHookRunning: DeletionHook & {
    /** What Kubernetes says of a Pod of theirs that can't run */
    stuckAt?: string;
  };
  deletionHookFailed: DeletionHook;

  // An operation that runs or is about to
  syncRequested: Record<string, never>;
  syncing: Record<string, never>;
  syncStopping: Record<string, never>;
  hookRunning: {
    resource: string;
    isMigration: boolean;
    /** What Kubernetes says of its Pod, which does not start or keeps failing */
    stuckAt?: string;
  };
  waveWaiting: ResourceRemark;
  deletionAwaited: { resource: string };
  pruneUnconfirmed: { resource: string };
  syncHeld: { until?: string };
  settling: Record<string, never>;

  // Git and the cluster can't be compared
  notCompared: Record<string, never>;
  reconcileSkipped: Record<string, never>;
  comparisonUnknown: Record<string, never>;
  gitUnreadable: { detail: string };
  manifestsBroken: MissingFile | { detail: string };
  clusterUnreadable: { detail: string };
  comparisonFailed: { detail: string };
  specInvalid: { detail: string };
  hydrationFailed: MissingFile | { detail?: string };
  syncStatusUnknown: { status: string };
  healthUnknown: { status?: string } | ResourceRemark;

  // The last operation failed
  migrationFailed: HookFailure;
  hookFailed: HookFailure & { hook: string };
  secretKeyMissing: { key: string; remoteKey: string };
  remoteKeyMissing: { remoteKey: string; externalSecret: string };
  secretUnreadable: { externalSecret: string };
  applyFailed: ResourceRemark;
  unhealthyInSync: ResourceRemark;
  syncTerminated: Record<string, never>;
  syncFailed: { detail?: string };

  // It waits for its turn
  rollingSync: { step: number; after: string[] };
  rollingSyncBehind: { applicationSet: string };
  rollingSyncSkipped: { applicationSet: string };

  // Health
  imagePull: PodCount;
  crashLoop: PodCount;
  podsUnhealthy: PodCount;
  podsNotReady: PodCount;
  podsRefused: ResourceRemark;
  volumePending: ResourceRemark;
  resourceUnhealthy: ResourceRemark;
  resourceNotReady: ResourceRemark;
  paused: { resource: string };
  resourceSuspended: ResourceRemark;
  canaryPaused: Canary;
  canaryRunning: Canary;
  previewWaiting: { resource: string; version?: string };
  neverDeployed: Record<string, never>;
  neverDeployedManual: Record<string, never>;
  neverDeployedUnclear: { applicationSet: string };

  // Git and the cluster differ
  syncPending: Difference;
  syncManual: Difference;
  syncUnclear: Difference & { applicationSet: string };
  syncRefused: Difference & { detail: string };
  syncWindow: Difference & { until?: string };
  selfHealOff: Difference;
  selfHealFights: Difference & { attempts: number };
  pruningOff: Difference;
  keptOnPurpose: Difference;

  // All is well, and yet there is something to say
  scaledToZero: { resources: string[] };
  scheduled: { schedules: string[]; version?: string };
  scheduleSuspended: { resources: string[] };
  noNodes: { resources: string[] };
  noResources: Record<string, never>;
  replacedOnDelete: { resources: string[]; version?: string };
  heldByPartition: { resource: string; partition: number; version?: string };
  finished: { resource: string; version?: string };

  // Nothing is there
  absent: Record<string, never>;
  absentUnreadable: { instances: string[] };

  // What is true besides the cause
  retrying: { attempt: number; limit?: number };
  runs: { version: string };
  stillRuns: { version: string };
  stillServes: { version: string; count?: number };
  olderServe: { version?: string; count: number };
  noneReady: { version: string };
  noPods: Record<string, never>;
  runningUnknown: Record<string, never>;
  notTouched: { resources: string[] };
  nothingDeployed: { resources: string[] };
  noChangeArrives: Record<string, never>;
  applicationSetFailed: {
    applicationSet: string;
    detail: string;
    since?: string;
  };
  sharedResource: { resource: string; application: string };
  resourcesExcluded: { resources: string[] };
  resourceRepeated: { resource: string; count: number };
}

/**
 * Hooks that Argo CD runs before or after it deletes the resources of an Application.
 *
 * @public
 */
export interface DeletionHook {
  /** `PreDelete` or `PostDelete` */
  hook: string;
  /** Empty where Argo CD does not show them yet */
  resources: string[];
}

/**
 * A file that Git names and does not have.
 *
 * @public
 */
export interface MissingFile {
  missingFile: string;
}

/** @public */
export interface HookFailure {
  resource: string;
  wave?: number;
  /** Version that the hook was run for */
  version?: string;
  detail?: string;
}

/** @public */
export interface Canary {
  resource: string;
  version?: string;
  /** Steps that are done, of how many */
  step?: number;
  steps?: number;
  /** Share of the requests that the new version gets, in percent */
  weight?: number;
  detail?: string;
}

/** @public */
export type CauseCode = keyof CauseParams;

/**
 * Why a deployment is in its state, as data: it can be filtered, counted and said in any language.
 *
 * @public
 */
export type Cause = CodedReason<CauseParams>;
