import type { ArgoCdError } from '../argocd/ArgoCdError';

/** What names a resource within an Application. */
export interface ResourceName {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A resource that the last operation applied, or failed to. */
export interface OperationResource extends ResourceName {
  /** `Succeeded`, `Failed`, `Error`, `Running`, …; absent where the operation did not reach it */
  readonly phase?: string;
  readonly status?: string;
  readonly message?: string;
  /** Type of the hook; absent where it is none */
  readonly hook?: string;
  /** `PreSync`, `Sync`, `PostSync`, … */
  readonly syncPhase?: string;
  /** When a hook was created, as far as it was there to be seen */
  readonly createdAt?: string;
  readonly images: readonly string[];
}

/** A resource as the present comparison of Git and cluster has it. */
export interface ComparedResource extends ResourceName {
  readonly version: string;
  readonly sync?: string;
  readonly health?: string;
  readonly healthMessage?: string;
  /** 0 where none is set */
  readonly wave: number;
  readonly isHook: boolean;
  /** It is in the cluster and no longer in Git */
  readonly isLeftover: boolean;
}

/** How the Pods of a kind of workload come and go. */
export type PodLifetime = 'kept' | 'scheduled' | 'once' | 'onDemand';

/** What manifests say of a workload's containers. */
export interface WorkloadImages {
  /** Of the containers, in the order of the manifest */
  readonly images: readonly string[];
  readonly initImages: readonly string[];
  /** What the images were built from, where the Pod template says so */
  readonly commit?: string;
}

/** A workload as Git wants it and as it is in the cluster. */
export interface Workload extends ResourceName {
  readonly pods: PodLifetime;
  /** Absent where it is not in Git */
  readonly inGit?: WorkloadImages & {
    /** Absent where Git leaves it to an autoscaler, or to the default */
    readonly replicas?: number;
    readonly schedule?: string;
    /** Pods keep the old template until somebody deletes them */
    readonly isReplacedOnDelete: boolean;
    /** Pods of a StatefulSet with a lower ordinal keep the old template */
    readonly partition?: number;
  };
  /** Absent where it is not in the cluster */
  readonly inCluster?: WorkloadImages & {
    /** Pods that there should be, as the cluster's object says */
    readonly replicas?: number;
    readonly ready: number;
    /** Its health does not count for the Application */
    readonly isHealthIgnored?: boolean;
    /** Runs that are under way, as the object itself counts them */
    readonly runs?: number;
    /** It has started a run before, of a kind that runs by schedule */
    readonly hasRun?: boolean;
    /** Of a blue-green Rollout: how the name of the ReplicaSet ends that gets the requests */
    readonly activeHash?: string;
    /** Starts no new run, of a kind that runs by schedule */
    readonly isSuspended?: boolean;
    readonly canary?: {
      readonly isPaused: boolean;
      readonly step?: number;
      readonly steps?: number;
      readonly weight?: number;
    };
  };
}

/** A Pod of a workload. Those of hooks are left out. */
export interface WorkloadPod {
  readonly name: string;
  readonly createdAt?: string;
  /** Of all containers, init containers among them */
  readonly images: readonly string[];
  readonly health?: string;
  readonly message?: string;
  /** As `kubectl get pods` shows it: `Running`, `ImagePullBackOff`, `Init:0/1`, … */
  readonly status?: string;
  /** Whether it is known to have succeeded or failed for good */
  readonly hasEnded?: boolean;
  /** Whether all its containers are ready, whatever Argo CD says of its health */
  readonly areContainersReady?: boolean;
  readonly restarts?: number;
  /**
   * The workload at the top of its owners, such as `Deployment orders`; absent where the tree
   * doesn't show it
   */
  readonly workload?: string;
  /** Whether it belongs to the newest ReplicaSet of its workload; absent where there is none */
  readonly isNewest?: boolean;
  /**
   * The health of the Application does not tell of it: Argo CD does not check that of its workload,
   * or is told to ignore it
   */
  readonly isUnfollowed?: true;
  /** It gets no requests: another ReplicaSet of its blue-green Rollout does */
  readonly isIdle?: true;
}

/** Why an ExternalSecret could not be read from its store, where Kubernetes' events still tell. */
export interface SecretFailure {
  readonly externalSecret: string;
  /** Name of the key that it should provide; absent where only the remote one is known */
  readonly secretKey?: string;
  readonly remoteKey: string;
}

/** The last lines that a failed hook or a crashing Pod has written, without what looks secret. */
export interface FailureLog {
  /** Tells this failure from another one */
  readonly failure: string;
  /** `Job orders-migrate` */
  readonly of: string;
  /** The Pod that wrote the last line */
  readonly pod?: string;
  /** Its container, where its health names the one that failed */
  readonly container?: string;
  /** In milliseconds since the epoch */
  readonly readAt: number;
  readonly lines: readonly string[];
  /** Why there is no log, as Argo CD says it */
  readonly problem?: string;
  /** Argo CD does not let the portal's account read logs */
  readonly isForbidden?: boolean;
}

/** Where an Application stands in its ApplicationSet's RollingSync. */
export interface RollingStep {
  readonly status: string;
  readonly since?: string;
  /** From 1; -1 where no step selects the Application */
  readonly step: number;
  /** What the step before waits on, for example `staging`; empty where the steps don't name it */
  readonly after: readonly string[];
  /** The set last looked at other commits than those that are compared to now */
  readonly isBehind: boolean;
}

/**
 * What an ApplicationSet reports to have gone wrong. It may have updated none of its Applications,
 * or all but some.
 */
export interface ApplicationSetError {
  readonly detail: string;
  readonly since?: string;
}

/**
 * A sync of an Application that has ended, as Argo CD tells of it. Argo CD runs one at a time,
 * so the time at which it began identifies it.
 */
export interface FinishedSync {
  /** ISO 8601, by Argo CD's clock, as the other times */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly hasSucceeded: boolean;
  readonly revisions: readonly string[];
  /** Name of the person or account; absent where Argo CD tells none */
  readonly startedBy?: string;
  /** Argo CD began it by itself; absent where it does not tell */
  readonly isAutomated?: boolean;
  /** Somebody chose some resources, and it synced only those */
  readonly isSelective?: true;
}

/**
 * What the list cannot say of an Application, read for one observation of it. Each part is absent
 * where it was not needed or could not be read.
 */
export interface Diagnosis {
  /** In milliseconds since the epoch */
  readonly readAt: number;
  /** Commits or charts' versions that are compared to, by the place of their sources */
  readonly revisions: readonly string[];
  /** The target revisions of that, where the spec has others by now */
  readonly comparedTargets?: readonly string[];
  readonly applicationSet?: string;
  readonly applicationSetError?: ApplicationSetError;
  readonly conditions: readonly {
    readonly type: string;
    readonly message: string;
    readonly since?: string;
  }[];
  readonly operation?: {
    readonly message?: string;
    readonly revisions: readonly string[];
    readonly retries: number;
    /** Absent where there is none */
    readonly retryLimit?: number;
    /** It changes nothing in the cluster */
    readonly isDryRun?: boolean;
    /** How often in a row Argo CD healed the same commit by itself */
    readonly selfHealAttempts: number;
    readonly resources: readonly OperationResource[];
  };
  readonly resources: readonly ComparedResource[];
  /**
   * The last syncs, oldest first, the one that ended last included. The inventory passes them on
   * and does not hold them: ten for each Application would take more memory than all else
   */
  readonly finishedSyncs?: readonly FinishedSync[];
  /** The revisions of the last deployment that succeeded */
  readonly lastDeployed: readonly string[];
  /**
   * Empty also where the project does not permit Pods: Argo CD then shows none. Absent, as
   * workloads are, where what Argo CD shows is not of the present
   */
  readonly pods?: readonly WorkloadPod[];
  readonly workloads?: readonly Workload[];
  /** Git may ask for other images than the cluster's without a difference */
  readonly areImagesIgnored?: true;
  /** Something runs Pods, at times at least, that is no workload of a kind known here */
  readonly hasOtherWorkloads?: true;
  /** Leftover resources that Git's manifests asked to keep */
  readonly keptOnPurpose?: readonly ResourceName[];
  /** Resources whose deletion, with the Application, somebody has yet to confirm */
  readonly unconfirmedDeletions?: readonly ResourceName[];
  /** Hooks that the deletion of the Application waits for, as far as Argo CD shows them */
  readonly deletionHook?: {
    readonly type: 'PreDelete' | 'PostDelete';
    readonly resources: readonly string[];
    /** What Kubernetes says of a Pod of theirs that can't run */
    readonly stuckAt?: string;
  };
  /** Volumes that are claimed and not there */
  readonly pendingVolumes?: readonly string[];
  /** A hook that is under way, and whose Pod does not start or keeps failing */
  readonly stuckHook?: { readonly resource: string; readonly status: string };
  /** Why Pods do not become ready, as Kubernetes' events say of one Pod of a workload */
  readonly podWarnings?: readonly {
    readonly pod: string;
    readonly message: string;
  }[];
  /** Why the newest ReplicaSet of a workload can't create Pods: a quota or a policy forbids it */
  readonly podsRefused?: { readonly resource: string; readonly detail: string };
  /** Argo CD manages no resources for it, apart from hooks */
  readonly isEmpty?: boolean;
  /** Argo CD is told not to look at it: all that is known is of the last time it did */
  readonly isSkipped?: boolean;
  readonly secretFailure?: SecretFailure;
  readonly failureLog?: FailureLog;
  readonly rollingStep?: RollingStep;
  /** Whether its ApplicationSet could not be read, so that it may wait there unseen */
  readonly isApplicationSetUnreadable?: boolean;
  /** A sync window keeps Argo CD from syncing by itself */
  readonly syncWindow?: {
    /** Absent where the project's windows can't be read, or no end is in sight */
    readonly until?: string;
  };
  /** Why a part could not be read that may be readable soon: Argo CD's cache was away, say */
  readonly problem?: ArgoCdError;
}

/** `Deployment orders`, as sentences name it. */
export function nameOf({
  kind,
  name,
}: Pick<ResourceName, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

export function isSameResource(a: ResourceName, b: ResourceName): boolean {
  return (
    a.kind === b.kind &&
    a.name === b.name &&
    a.group === b.group &&
    a.namespace === b.namespace
  );
}

/**
 * Of several sources all have to be the same: a chart's version stays where the values' commit
 * changes. Unknown revisions equal nothing.
 */
export function isSameRevisions(
  a: readonly string[],
  b: readonly string[],
): boolean {
  return (
    a.length > 0 &&
    a.some(Boolean) &&
    a.length === b.length &&
    a.every((revision, source) => revision === b[source])
  );
}
