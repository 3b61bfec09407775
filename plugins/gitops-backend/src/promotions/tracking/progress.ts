import type {
  ApplicationDeployment,
  PromotionCause,
} from 'backstage-plugin-gitops-common';
import type { Diagnosis } from '../../inventory/Diagnosis';
import type { PromotionTarget, StoredPromotion } from '../StoredPromotion';
import {
  areImagesUnknown,
  isNothingRunning,
  otherVersion,
  otherWanted,
} from './whatRuns';

/**
 * How long a rollout may be degraded before it counts as failed: Argo CD says so too while Pods are
 * replaced.
 */
export const DEGRADED_MS = 60_000;
/**
 * How long the previous version may still be listed as the only one that runs, where Argo CD calls
 * the new commit synced and healthy already. After that it was put back: in the files of a source,
 * that is; what reaches a spec may come later.
 */
export const LISTED_MS = 60_000;
/**
 * How long the previous version may still run where a generator may hold the version: an
 * ApplicationSet's controller reads generators every three minutes, or as its operator says.
 */
export const GENERATED_MS = 15 * 60_000;

/** What is known at this moment of one Application that has to run what is promoted. */
export interface TargetView {
  readonly target: PromotionTarget;
  /** Undefined where Argo CD does not list it */
  readonly deployment?: ApplicationDeployment;
  readonly diagnosis?: Diagnosis;
  /**
   * Whether the commit that Argo CD compares to contains the one that asks for the version;
   * undefined where that can't be found out now
   */
  readonly isCompared?: boolean | undefined;
  /** The same of the last operation's commit */
  readonly isOperated?: boolean | undefined;
  /** The branches between which somebody else has to move what the source hydrator rendered */
  readonly staged?: { readonly branch: string; readonly syncedBranch: string };
  /** Why something could not be read */
  readonly failure?: string;
}

/** How far one Application is after the merge. */
export interface Progress {
  readonly stage: 'merged' | 'deploying' | 'arrived' | 'failed' | 'replaced';
  /** Absent where the promotion's last cause stands */
  readonly cause?: PromotionCause;
  readonly obstacle?: PromotionCause;
}

/**
 * How far one Application is. It has arrived when the commit that Argo CD compares to contains the
 * commit that asks for the version, all is synced and healthy, and no other version of what was
 * promoted runs: "Synced and Healthy" alone is true of the old version as well. Pure.
 */
export function progressOf(
  promotion: StoredPromotion,
  view: TargetView,
  now: number,
): Progress {
  const { deployment, target, isCompared, isOperated } = view;
  const { version } = promotion;
  const soFar = promotion.state === 'deploying' ? 'deploying' : 'merged';
  const address = { instance: target.instance, application: target.name };
  if (!deployment)
    return { stage: soFar, obstacle: { code: 'notListed', params: address } };
  if (deployment.staleSince !== null)
    return { stage: soFar, obstacle: { code: 'notCurrent', params: address } };
  const remarks = { cause: deployment.cause, remarks: deployment.remarks };
  // While Argo CD can't compare, it picks up nothing
  const obstacle: PromotionCause | undefined =
    deployment.state === 'unknown' && deployment.cause
      ? { code: 'argoCdSays', params: remarks }
      : undefined;
  const staged: PromotionCause | undefined = view.staged && {
    code: 'staged',
    params: { application: target.name, ...view.staged },
  };
  if (isCompared === undefined)
    return {
      stage: soFar,
      obstacle: view.failure
        ? { code: 'lookFailed', params: { detail: view.failure } }
        : obstacle,
    };
  if (!isCompared) return { stage: 'merged', obstacle: obstacle ?? staged };

  switch (deployment.state) {
    case 'healthy':
      return healthyProgress(promotion, view, deployment, now);
    case 'failed':
      // An operation of before the merge may have failed too: it will be tried again
      if (isOperated)
        return {
          stage: 'failed',
          cause: { code: 'deploymentFailed', params: remarks },
        };
      break;
    case 'degraded': {
      const degradedAt = Date.parse(deployment.since ?? '') || 0;
      // A CronJob that failed last month, say, is not the fault of what was merged today
      const wasBefore =
        degradedAt > 0 && degradedAt < Date.parse(promotion.mergedAt ?? '');
      const since = Math.max(startedAt(promotion, now), degradedAt);
      // Nothing is applied again if Git asked for it before
      const isApplied = isOperated || target.foundIn !== undefined;
      if (!isApplied || now - since < DEGRADED_MS) break;
      if (wasBefore && isNothingRunning(target, deployment)) {
        const replaced = replacedInGit(promotion, target, deployment);
        if (replaced) return replaced;
      }
      if (wasBefore && isRunningAlone(view, deployment))
        return {
          stage: 'arrived',
          cause: {
            code: 'arrivedUnhealthy',
            params: { ...remarks, version, environment: promotion.to },
          },
        };
      if (!wasBefore || now - since >= GENERATED_MS)
        return {
          stage: 'failed',
          cause: { code: 'unhealthyAfter', params: { ...remarks, version } },
        };
      break;
    }
    default:
  }
  if (deployment.cause || promotion.state !== 'deploying')
    return {
      stage: 'deploying',
      cause: deployment.cause
        ? { code: 'deploying', params: remarks }
        : { code: 'rollingOut', params: { version } },
    };
  return { stage: 'deploying' };
}

function healthyProgress(
  promotion: StoredPromotion,
  { target, diagnosis }: TargetView,
  deployment: ApplicationDeployment,
  now: number,
): Progress {
  const { version, to, previous } = promotion;
  const rollingOut: Progress = {
    stage: 'deploying',
    ...(promotion.state !== 'deploying' && {
      cause: { code: 'rollingOut', params: { version } },
    }),
  };
  // A list alone does not tell which Pods are ready
  if (!diagnosis) return rollingOut;
  if (target.versions.some(one => areImagesUnknown(one, deployment)))
    return {
      ...rollingOut,
      obstacle: {
        code: 'imagesUnknown',
        params: { application: target.name },
      },
    };
  if (isNothingRunning(target, deployment)) {
    const replaced = replacedInGit(promotion, target, deployment);
    if (replaced)
      return now - startedAt(promotion, now) < LISTED_MS
        ? rollingOut
        : replaced;
    return {
      stage: 'arrived',
      cause: { code: 'applied', params: { version, environment: to } },
    };
  }
  const other = otherVersion(target, deployment);
  if (other === undefined)
    return {
      stage: 'arrived',
      cause: { code: 'arrived', params: { version, environment: to } },
    };
  const { name, isPushedAgain } = other;
  // The list of images may lag behind, and what is wanted may be read from it
  const ageMs = now - startedAt(promotion, now);
  const isInSource = target.versions.every(one => one.inSpec === false);
  const mayLag =
    ageMs < LISTED_MS ||
    (name === previous && !isInSource && ageMs < GENERATED_MS);
  const isOtherWanted =
    isPushedAgain ||
    (deployment.wanted !== null && deployment.wanted !== version);
  if (isOtherWanted && !mayLag)
    return {
      stage: 'replaced',
      cause: {
        code: 'replaced',
        params: { running: name, version, environment: to },
      },
    };
  return {
    stage: 'deploying',
    cause: { code: 'stillRuns', params: { running: name, environment: to } },
  };
}

/** Where nothing runs, only Git tells that another version took the place of this one. */
function replacedInGit(
  { version, to }: StoredPromotion,
  target: PromotionTarget,
  deployment: ApplicationDeployment,
): Progress | undefined {
  const wanted = otherWanted(target, deployment);
  return wanted === undefined
    ? undefined
    : {
        stage: 'replaced',
        cause: {
          code: 'replacedInGit',
          params: { wanted, version, environment: to },
        },
      };
}

/** Whether the promoted version, and no other, is known to run. */
function isRunningAlone(
  { target, diagnosis }: TargetView,
  deployment: ApplicationDeployment,
): boolean {
  return (
    diagnosis !== undefined &&
    !target.versions.some(one => areImagesUnknown(one, deployment)) &&
    otherVersion(target, deployment) === undefined
  );
}

function startedAt({ deployingAt }: StoredPromotion, now: number): number {
  return deployingAt ? Date.parse(deployingAt) : now;
}
