import type { ApplicationDeployment } from './deployments';

/**
 * A Kubernetes resource of an Application, as the last operation and the present comparison have it.
 *
 * @public
 */
export interface ResourceDetail {
  group: string;
  kind: string;
  namespace: string;
  name: string;
  /** Sync wave; 0 where none is set */
  wave: number;
  /** The hook's type, for example `Sync`; null for what is no hook */
  hook: string | null;
  sync: string | null;
  health: string | null;
  /** `Succeeded`, `Failed` or `Running` in the last operation; null where the operation did not reach it */
  operationPhase: string | null;
  message: string | null;
  images: string[];
}

/** @public */
export interface ConditionDetail {
  type: string;
  message: string;
  since: string | null;
}

/**
 * A finished deployment from Argo CD's own history.
 *
 * @public
 */
export interface HistoryDetail {
  id: number;
  revision: string | null;
  deployedAt: string | null;
  startedAt: string | null;
  initiatedBy: string | null;
}

/**
 * Stands for the keys of an ExternalSecret that takes all of what a store's entry holds (`dataFrom`): which they are, only the Secret knows.
 *
 * @public
 */
export const ALL_KEYS = '*';

/**
 * A key that an ExternalSecret provides. Never its value.
 *
 * @public
 */
export interface SecretKeyDetail {
  externalSecret: string;
  /** Its name in the Secret, or {@link ALL_KEYS} */
  key: string;
  /** Where the store keeps it */
  remoteKey: string;
  remoteProperty: string | null;
  store: string;
  state: 'ready' | 'missing' | 'notConfirmed';
  refreshedAt: string | null;
}

/** @public */
export interface OperationDetail {
  phase: string;
  message: string | null;
  revision: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  initiatedBy: string | null;
  retries: number;
}

/**
 * All that is shown of one Application when someone opens it, read from Argo CD on demand.
 *
 * @public
 */
export interface ApplicationDetails {
  deployment: ApplicationDeployment;
  source: {
    repository: string;
    path: string | null;
    targetRevision: string | null;
  }[];
  automatedSync: boolean;
  /** Name of the ApplicationSet that generated it; null where none did */
  applicationSet: string | null;
  operation: OperationDetail | null;
  conditions: ConditionDetail[];
  resources: ResourceDetail[];
  history: HistoryDetail[];
  secretKeys: SecretKeyDetail[];
  syncWindows: {
    kind: string;
    schedule: string;
    duration: string;
    active: boolean;
  }[];
  /** Parts that could not be read, each with the reason; what is missing above is unknown, not absent */
  unavailable: { part: string; reason: string }[];
}
