import { createHash } from 'node:crypto';
import type { Cause, DeploymentResult } from 'backstage-plugin-gitops-common';

/** A finished deployment of one Application, as the database keeps it. Times are ISO 8601. */
export interface Deployment {
  readonly id: string;
  /** Key of the Application: instance, namespace and name */
  readonly application: string;
  /** The service that its label names; absent without one */
  readonly service?: string;
  /** Empty where the Application belongs to none */
  readonly environment: string;
  /** Of the sync, by Argo CD's clock, as the other times */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** When what it deployed was healthy; absent where nobody saw that */
  readonly healthyAt?: string;
  readonly result: DeploymentResult;
  /** Why it failed, as far as it is known */
  readonly cause?: Cause;
  /** What it deployed; absent where nobody saw that */
  readonly version?: string;
  readonly images: readonly string[];
  readonly revisions: readonly string[];
  /** The person or account, as Argo CD names it */
  readonly startedBy?: string;
  /** Argo CD began it by itself; absent where it does not tell */
  readonly isAutomated?: boolean;
}

/**
 * The same on every replica and after every restart: Argo CD runs one sync of an Application at a
 * time, and tells its start both in its history and of the present operation.
 */
export function deploymentId(application: string, startedAt: string): string {
  const at = new Date(startedAt).toISOString();
  return createHash('sha256')
    .update(`${application} ${at}`)
    .digest('hex')
    .slice(0, 32);
}

/** Of two accounts of one deployment: the one that knows how it ended, and when it was healthy. */
export function merged(one: Deployment, other: Deployment): Deployment {
  const known = one.result === 'unknown' ? other : one;
  return { ...known, healthyAt: one.healthyAt ?? other.healthyAt };
}
