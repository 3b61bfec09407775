import type { Cause } from 'backstage-plugin-gitops-common';
import { ComparedResource, nameOf } from '../inventory/Diagnosis';
import { differenceVerdict } from './difference';
import { Facts, isNeverDeployed } from './facts';
import { podsCause } from './podsCause';
import { toLine } from './text';
import { serves, Verdict } from './Verdict';
import { canaryCause, wellCause } from './wellCause';

/**
 * Kubernetes gives a rollout ten minutes by default. Pods that come later belong to no deployment.
 */
const ROLLOUT_MS = 15 * 60_000;

/** What health and sync say, once nothing stands above them. */
export function healthVerdict(facts: Facts, now: number): Verdict {
  const { health, sync, healthSince } = facts.application;
  const since = healthSince ?? null;
  switch (health) {
    case 'Degraded':
      return {
        state: 'degraded',
        cause: unhealthyCause(facts) ?? null,
        remarks: serves(facts),
        since,
      };
    case 'Suspended':
      return {
        state: 'suspended',
        cause: pausedCause(facts),
        remarks: serves(facts),
        since,
      };
    case 'Progressing':
      return { ...progressVerdict(facts, now), since };
    case 'Missing':
      return isNeverDeployed(facts.application) &&
        !facts.diagnosis?.pods?.length
        ? {
            state: 'notDeployed',
            cause: neverDeployedCause(facts),
            since: null,
          }
        : differenceVerdict(facts);
    case 'Healthy':
      return healthyVerdict(facts);
    default:
      return {
        state: 'unknown',
        cause: {
          code: 'healthUnknown',
          params: {
            status: health && health !== 'Unknown' ? toLine(health) : undefined,
          },
        },
        since: sync === undefined ? null : since,
      };
  }
}

function healthyVerdict(facts: Facts): Verdict {
  const { sync } = facts.application;
  if (sync === 'OutOfSync') return differenceVerdict(facts);
  if (sync !== 'Synced')
    return {
      state: 'unknown',
      cause: {
        code: 'syncStatusUnknown',
        params: { status: toLine(String(sync)) },
      },
      since: null,
    };
  return {
    state: 'healthy',
    cause: wellCause(facts) ?? null,
    since: healthyFrom(facts),
  };
}

/**
 * Since when what runs has been healthy. A sync that replaced no Pod does not count: self-heal may
 * repeat one every few minutes.
 */
function healthyFrom(facts: Facts): string | null {
  const { healthSince, operationFinishedAt } = facts.application;
  const oldest = healthSince && oldestPod(facts);
  return latest(
    healthSince,
    oldest && operationFinishedAt && oldest < operationFinishedAt
      ? oldest
      : operationFinishedAt,
  );
}

/** Kinds that never change the image of a Pod that is there: they replace it. */
const REPLACING =
  /^(Deployment|ReplicaSet|StatefulSet|DaemonSet|Rollout|DeploymentConfig) /;

/**
 * When the oldest Pod that serves was created, where all of them are known to be of the wanted
 * version: that was deployed before.
 */
function oldestPod({ ownPods, running, wanted }: Facts): string | undefined {
  if (running === null || running !== wanted) return undefined;
  const created = ownPods
    .filter(({ isReady }) => isReady)
    .map(({ pod: { createdAt, workload }, image }) =>
      image && REPLACING.test(workload ?? '') ? createdAt : undefined,
    );
  return created.some(one => !one) ? undefined : created.sort()[0];
}

/** Pods first: they are what a developer can mend. */
function unhealthyCause(facts: Facts): Cause | undefined {
  return (
    podsCause(facts) ??
    resourceCause(facts, 'Degraded', 'resourceUnhealthy') ??
    resourceCause(facts, 'Progressing', 'resourceNotReady')
  );
}

/** A failing Pod is said to fail, though Argo CD waits for its deadline before it says so. */
function progressVerdict(
  facts: Facts,
  now: number,
): Pick<Verdict, 'state' | 'cause' | 'remarks'> {
  const remarks = serves(facts);
  const pods = podsCause(facts);
  if (pods && pods.code !== 'podsNotReady' && pods.code !== 'volumePending')
    return { state: 'degraded', cause: pods, remarks };
  const degraded = resourceCause(facts, 'Degraded', 'resourceUnhealthy');
  if (degraded) return { state: 'degraded', cause: degraded, remarks };
  const cause =
    canaryCause(facts) ??
    pods ??
    resourceCause(facts, 'Progressing', 'resourceNotReady') ??
    null;
  return {
    state: isRollout(facts, cause, now) ? 'deploying' : 'waiting',
    cause,
    remarks,
  };
}

/**
 * An Ingress that gets no address, or a Pod that is replaced for another reason, is no deployment.
 */
function isRollout(
  { application, running, wanted }: Facts,
  cause: Cause | null,
  now: number,
): boolean {
  const finishedAt = Date.parse(application.operationFinishedAt ?? '');
  const isRecent = now - finishedAt < ROLLOUT_MS;
  if (cause?.code === 'resourceNotReady' && running !== null)
    return isRecent && running !== wanted;
  return (
    isRecent || (running !== null && wanted !== null && running !== wanted)
  );
}

function pausedCause(facts: Facts): Cause | null {
  const canary = canaryCause(facts);
  if (canary) return canary;
  const resource = facts.diagnosis?.resources.find(
    ({ health }) => health === 'Suspended',
  );
  return resource
    ? { code: 'paused', params: { resource: nameOf(resource) } }
    : null;
}

function neverDeployedCause({ application, diagnosis }: Facts): Cause | null {
  if (application.automated) return { code: 'neverDeployed', params: {} };
  if (!diagnosis) return null;
  const { applicationSet, isApplicationSetUnreadable } = diagnosis;
  return applicationSet && isApplicationSetUnreadable
    ? { code: 'neverDeployedUnclear', params: { applicationSet } }
    : { code: 'neverDeployedManual', params: {} };
}

function resourceCause(
  { diagnosis }: Facts,
  health: string,
  code: 'resourceUnhealthy' | 'resourceNotReady',
): Cause | undefined {
  const resource = diagnosis?.resources.find(
    one => one.health === health && !one.isHook,
  );
  return resource && { code, params: remarkOf(resource) };
}

function remarkOf(resource: ComparedResource) {
  const { healthMessage } = resource;
  return {
    resource: nameOf(resource),
    detail: healthMessage ? toLine(healthMessage) : undefined,
  };
}

function latest(a: string | undefined, b: string | undefined): string | null {
  if (!a || !b) return a ?? b ?? null;
  return a > b ? a : b;
}
