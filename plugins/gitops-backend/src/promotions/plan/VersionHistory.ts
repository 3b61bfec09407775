import type {
  DeploymentState,
  EnvironmentDeployment,
} from 'backstage-plugin-gitops-common';
import type { ServiceQuery } from '../../environments/ServiceLocator';
import type { Artifacts } from './moves';

/** A time in which a version ran of an Application. Times are ISO 8601. */
export interface VersionRan {
  /** Key of the Application: instance, namespace and name */
  readonly application: string;
  /** Its name; empty where the Application belonged to none */
  readonly environment: string;
  readonly version: string;
  /** The last state that was its own, not that of the version to come */
  readonly state: DeploymentState;
  /** Since when it is known to have run */
  readonly since: string;
  /** Until when; absent while nobody saw it replaced */
  readonly until?: string;
  /** Its last healthy time; absent where it was never seen healthy */
  readonly healthySince?: string;
  /** Absent while that lasts, as far as it was seen */
  readonly healthyUntil?: string;
  /** What ran when it was last healthy; absent where it was never seen healthy */
  readonly artifacts?: Artifacts;
}

/** What was seen to run, and is remembered across restarts and by all replicas. */
export interface VersionHistory {
  /**
   * Of the Applications that a service has in these environments now, the last begun first.
   *
   * @throws ServiceUnavailableError while the database does not answer
   */
  runs(
    query: ServiceQuery,
    environments: readonly EnvironmentDeployment[],
  ): Promise<readonly VersionRan[]>;
}
