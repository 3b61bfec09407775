import type { DeploymentResult } from 'backstage-plugin-gitops-common';

/** What metrics need of a finished deployment. Times are milliseconds. */
export interface Measured {
  /** Key of the Application: instance, namespace and name */
  readonly application: string;
  readonly result: DeploymentResult;
  readonly finishedAt: number;
  /** Undefined where nobody saw that */
  readonly healthyAt?: number;
}

/** When a version of a service was deployed to one environment for the first time. */
export interface Arrival {
  /** Hash of service and version */
  readonly release: string;
  readonly environment: string;
  readonly application: string;
  /** Of its first deployment */
  readonly startedAt: number;
  /** The first time; undefined where nobody saw that */
  readonly healthyAt?: number;
}
