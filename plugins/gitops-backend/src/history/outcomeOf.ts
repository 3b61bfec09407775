import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { type FinishedSync, isSameRevisions } from '../inventory/Diagnosis';
import type { Entry } from '../inventory/Entry';
import { comparedRevisions } from '../judgement/facts';
import type { Deployment } from './Deployment';

/** How a deployment ended, and what it deployed. */
export type Outcome = Pick<
  Deployment,
  'result' | 'cause' | 'version' | 'images' | 'healthyAt'
>;

/** A present deployment: an Application, as it is judged, and its last sync. */
export interface Present {
  readonly entry: Entry;
  readonly sync: FinishedSync;
  readonly deployment: ApplicationDeployment;
}

/**
 * How the deployment ended, as far as this moment shows; undefined while it may still become
 * healthy.
 *
 * @param options - `isWatched`: the sync ended before our eyes. Else what is healthy now may have
 *   been unhealthy in between
 */
export function outcomeOf(
  present: Present,
  { isWatched }: { isWatched: boolean },
): Outcome | undefined {
  const { entry, sync, deployment } = present;
  if (!sync.hasSucceeded)
    return failedOutcome(present, deployment.state === 'failed');
  if (!hasArrived(present)) return undefined;
  const { healthSince } = entry.application;
  return {
    result: 'succeeded',
    version: deployment.wanted ?? deployment.running ?? undefined,
    images: deployment.images,
    healthyAt: healthyAt(sync, healthSince, isWatched),
  };
}

/** @param isCause - whether the state of the Application tells why the deployment failed */
export function failedOutcome(present: Present, isCause: boolean): Outcome {
  return {
    result: 'failed',
    cause: (isCause && present.deployment.cause) || undefined,
    version: deployedVersion(present),
    images: [],
  };
}

/** It ended unseen, but what it deployed may be known. */
export function unknownOutcome(present?: Present): Outcome {
  return {
    result: 'unknown',
    version: present && deployedVersion(present),
    images: [],
  };
}

/** Git asks for it at the commit that was deployed as a whole. */
function deployedVersion({ entry, sync, deployment }: Present) {
  return !sync.isSelective &&
    isSameRevisions(sync.revisions, comparedRevisions(entry))
    ? deployment.wanted ?? undefined
    : undefined;
}

/**
 * Whether what was deployed runs and is healthy. An Application may be out of sync right away,
 * where something in the cluster always differs from Git.
 */
function hasArrived({ entry, sync, deployment }: Present): boolean {
  const { application } = entry;
  const { state, running, wanted } = deployment;
  if (application.health !== 'Healthy' || application.isOperationRequested)
    return false;
  if (state === 'healthy')
    return running === null || wanted === null || running === wanted;
  return (
    state === 'outOfSync' &&
    running !== null &&
    running === wanted &&
    isSameRevisions(sync.revisions, comparedRevisions(entry))
  );
}

function healthyAt(
  { finishedAt }: FinishedSync,
  healthSince: string | undefined,
  isWatched: boolean,
): string | undefined {
  if (!healthSince) return undefined;
  if (Date.parse(healthSince) <= Date.parse(finishedAt)) return finishedAt;
  return isWatched ? healthSince : undefined;
}
