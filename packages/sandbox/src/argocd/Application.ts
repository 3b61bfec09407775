import { JsonObject } from './Json';

/**
 * The parts of Argo CD's Application that the simulation answers with; `managedFields` is left out.
 */
export interface Application {
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    resourceVersion: string;
    generation: number;
    creationTimestamp: string;
    deletionTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: OwnerReference[];
    finalizers?: string[];
  };
  spec: ApplicationSpec;
  status: ApplicationStatus;
  operation?: Operation;
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller: boolean;
  blockOwnerDeletion: boolean;
}

export interface Source {
  repoURL: string;
  path?: string;
  targetRevision?: string;
  ref?: string;
  helm?: {
    valueFiles?: string[];
    parameters?: { name: string; value: string }[];
    releaseName?: string;
  };
  kustomize?: {
    images?: string[];
    components?: string[];
    namespace?: string;
  };
}

export interface ApplicationSpec {
  source?: Source;
  sources?: Source[];
  destination: { server?: string; name?: string; namespace?: string };
  project: string;
  syncPolicy?: {
    automated?: { prune?: boolean; selfHeal?: boolean; enabled?: boolean };
    syncOptions?: string[];
    retry?: Retry;
  };
}

export interface Retry {
  limit?: number;
  backoff?: { duration?: string; factor?: number; maxDuration?: string };
}

export type SyncStatus = 'Synced' | 'OutOfSync' | 'Unknown';
export type HealthStatus =
  | 'Healthy'
  | 'Suspended'
  | 'Progressing'
  | 'Missing'
  | 'Degraded'
  | 'Unknown';

export interface Health {
  status: HealthStatus;
  message?: string;
}

export interface ResourceStatus {
  group?: string;
  version: string;
  kind: string;
  namespace?: string;
  name: string;
  status?: SyncStatus;
  health?: Health;
  hook?: boolean;
  requiresPruning?: boolean;
  syncWave?: number;
}

export interface ApplicationStatus {
  resources?: ResourceStatus[];
  sync: {
    status: SyncStatus;
    comparedTo?: JsonObject;
    revision?: string;
    revisions?: string[];
  };
  health: { status: HealthStatus; lastTransitionTime?: string };
  history?: HistoryEntry[];
  conditions?: { type: string; message: string; lastTransitionTime: string }[];
  reconciledAt?: string;
  operationState?: OperationState;
  sourceType?: string;
  sourceTypes?: string[];
  summary: {
    images?: string[];
    externalURLs?: string[];
    isAppOfApps?: boolean;
  };
  resourceHealthSource?: string;
  controllerNamespace?: string;
  sourceHydrator: JsonObject;
}

export interface HistoryEntry {
  revision?: string;
  revisions?: string[];
  deployedAt: string;
  id: number;
  source?: Source;
  sources?: Source[];
  deployStartedAt: string;
  initiatedBy: Operation['initiatedBy'];
}

export interface Operation {
  sync: {
    revision?: string;
    revisions?: string[];
    prune?: boolean;
    dryRun?: boolean;
    source?: Source;
    sources?: Source[];
    syncOptions?: string[];
  };
  initiatedBy: { automated?: boolean; username?: string };
  retry: Retry;
}

export interface OperationState {
  operation: Operation;
  phase: 'Running' | 'Failed' | 'Error' | 'Succeeded' | 'Terminating';
  message?: string;
  syncResult?: {
    resources: SyncResultResource[];
    revision?: string;
    revisions?: string[];
    source?: Source;
    sources?: Source[];
  };
  startedAt: string;
  finishedAt?: string;
  retryCount?: number;
}

export interface SyncResultResource {
  group: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
  status?: string;
  message?: string;
  hookType?: string;
  hookPhase: string;
  syncPhase: string;
  images?: string[];
}
