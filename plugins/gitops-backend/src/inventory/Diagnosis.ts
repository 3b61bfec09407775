import type { Application } from '../argocd/Application';
import type { ArgoCdError } from '../argocd/ArgoCdError';

/** A resource that the last operation applied, or failed to. */
export interface OperationResource {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `Succeeded`, `Failed`, `Error`, `Running`, …; absent where the operation did not reach it */
  readonly phase?: string;
  readonly status?: string;
  readonly message?: string;
  /** Type of the hook; absent where it is none */
  readonly hook?: string;
  readonly images: readonly string[];
}

/** A resource as the present comparison of Git and cluster has it. */
export interface ComparedResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly sync?: string;
  readonly health?: string;
  readonly healthMessage?: string;
  /** 0 where none is set */
  readonly wave: number;
  readonly isHook: boolean;
}

/** A Pod that belongs to no Job. */
export interface WorkloadPod {
  readonly name: string;
  readonly images: readonly string[];
  readonly health?: string;
  readonly message?: string;
  readonly restarts?: number;
}

/** Why an ExternalSecret could not be read from its store, where Kubernetes' events still tell. */
export interface SecretFailure {
  readonly externalSecret: string;
  /** Name of the key that it should provide; absent where only the remote one is known */
  readonly secretKey?: string;
  readonly remoteKey: string;
}

/** Where an Application stands in its ApplicationSet's RollingSync. */
export interface RollingStep {
  readonly status: string;
  readonly step: number;
  /** What the step before waits on, for example `staging`; absent where the steps don't name it */
  readonly after?: string;
}

/**
 * What the list cannot say of an Application, read for one observation of it. Each part is absent where it was not needed or could not be read.
 */
export interface Diagnosis {
  /** Commits or charts' versions that are compared to, by the place of their sources */
  readonly revisions: readonly string[];
  readonly applicationSet?: string;
  readonly conditions: readonly {
    type: string;
    message: string;
    since?: string;
  }[];
  readonly operation?: {
    readonly message?: string;
    readonly revisions: readonly string[];
    readonly retries: number;
    readonly retryLimit?: number;
    readonly resources: readonly OperationResource[];
  };
  readonly resources: readonly ComparedResource[];
  /** The revisions of the last deployment that succeeded */
  readonly lastDeployed: readonly string[];
  readonly pods?: readonly WorkloadPod[];
  /** Images of workloads in Git's present manifests */
  readonly wantedImages?: readonly string[];
  readonly secretFailure?: SecretFailure;
  readonly rollingStep?: RollingStep;
  /** Whether its ApplicationSet could not be read, so that it may wait there unseen */
  readonly isApplicationSetUnreadable?: boolean;
  /** Why a part could not be read that may be readable soon: Argo CD's cache was away, say */
  readonly problem?: ArgoCdError;
}

/** What an Application is compared to. A list tells it of a single source only. */
export function comparedRevisions(
  { revision }: Application,
  diagnosis: Diagnosis | undefined,
): readonly string[] {
  return revision ? [revision] : diagnosis?.revisions ?? [];
}

/** Of several sources all have to be the same: a chart's version stays where the values' commit changes. Nothing is like what isn't known. */
export function isSameRevisions(
  a: readonly string[],
  b: readonly string[],
): boolean {
  return (
    a.length > 0 &&
    a.length === b.length &&
    a.every((revision, source) => revision === b[source])
  );
}
