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

/** A version of a service that became healthy in an environment. */
export interface Arrival {
  /** Its number */
  readonly version: number;
  readonly arrivedAt: number;
  /** When it first came to a first environment; undefined where that is not known */
  readonly startedAt?: number;
}
