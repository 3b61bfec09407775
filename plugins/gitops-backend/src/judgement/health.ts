import type { Cause } from 'backstage-plugin-gitops-common';
import { imagesLike, isSameVersion } from 'backstage-plugin-gitops-node';
import { isTask, isWorkload } from '../diagnosis/workloads';
import {
  ComparedResource,
  Diagnosis,
  isSameResource,
  nameOf,
} from '../inventory/Diagnosis';
import { differenceVerdict } from './difference';
import { Facts, isNeverDeployed } from './facts';
import { healthySince } from './healthySince';
import { arePodsToBlame, podsCause } from './podsCause';
import { toLine } from './text';
import { serves, Verdict } from './Verdict';
import { canaryCause, previewCause, wellCause } from './wellCause';

/**
 * Kubernetes gives a rollout ten minutes by default. Pods that come later belong to no deployment.
 */
const ROLLOUT_MS = 15 * 60_000;

/** What health and sync say, once nothing stands above them. */
export function healthVerdict(facts: Facts, now: number): Verdict {
  const { health, sync, healthSince } = facts.application;
  const known = knownHealth(facts);
  const since = known === health ? healthSince ?? null : undefined;
  switch (known) {
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
      return isNeverDeployed(facts)
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
          params: unknownHealth(facts),
        },
        since: sync === undefined ? null : since,
      };
  }
}

/**
 * Argo CD calls an Application healthy whatever happens to a workload whose health it does not
 * check, or is told to ignore.
 */
function knownHealth(facts: Facts): string | undefined {
  const { application, diagnosis, ownPods } = facts;
  const { health } = application;
  if (health !== 'Healthy') return health;
  const ignored = diagnosis?.resources.filter(
    one =>
      !one.isHook &&
      diagnosis.workloads?.some(
        other => isSameResource(one, other) && other.inCluster?.isHealthIgnored,
      ),
  );
  const worst = ['Degraded', 'Progressing', 'Suspended'].find(status =>
    ignored?.some(one => one.health === status),
  );
  const isUnfollowed = ownPods.some(({ pod }) => pod.isUnfollowed);
  return worst ?? (isUnfollowed && podsCause(facts) ? 'Progressing' : health);
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
    since: healthySince(facts),
  };
}

/**
 * Pods first: they are what a developer can mend. Pods that are just starting explain nothing where
 * another resource is unhealthy.
 */
function unhealthyCause(facts: Facts): Cause | undefined {
  const pods = podsCause(facts);
  const isStarting = pods?.code === 'podsNotReady' && !arePodsToBlame(facts);
  return (
    (isStarting ? undefined : pods) ??
    resourceCause(facts, 'Degraded', 'resourceUnhealthy') ??
    pods ??
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
function isRollout(facts: Facts, cause: Cause | null, now: number): boolean {
  const { application, running, wanted } = facts;
  const finishedAt = Date.parse(application.operationFinishedAt ?? '');
  const isRecent = now - finishedAt < ROLLOUT_MS;
  if (cause?.code === 'resourceNotReady' && running !== null)
    return isRecent && running !== wanted;
  return isRecent || isReplacing(facts);
}

/** Whether Pods serve that are not of the template that was applied last. */
function isReplacing({ diagnosis, ownPods, repository, ...facts }: Facts) {
  const { running, wanted } = facts;
  if (running === null || wanted === null || running === wanted) return false;
  const applied = (diagnosis?.workloads ?? []).flatMap(
    ({ inCluster }) => inCluster?.images ?? [],
  );
  const applies = repository ? imagesLike(applied, repository) : [];
  return (
    applies.length === 0 ||
    ownPods.some(
      ({ isReady, image }) =>
        isReady && image && !applies.some(one => isSameVersion(one, image)),
    )
  );
}

function pausedCause(facts: Facts): Cause | null {
  const known = canaryCause(facts) ?? previewCause(facts);
  if (known) return known;
  const resource = facts.diagnosis?.resources.find(
    ({ health, isHook }) => health === 'Suspended' && !isHook,
  );
  if (!resource) return null;
  return isWorkload(resource) && !isTask(nameOf(resource))
    ? { code: 'paused', params: { resource: nameOf(resource) } }
    : { code: 'resourceSuspended', params: remarkOf(resource) };
}

function unknownHealth({ application: { health }, diagnosis }: Facts) {
  if (health && health !== 'Unknown') return { status: toLine(health) };
  const resource = diagnosis?.resources.find(
    one => one.health === 'Unknown' && !one.isHook,
  );
  return resource ? remarkOf(resource) : {};
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
  return resource && { code, params: remarkOf(resource, diagnosis) };
}

/** A Pod that fails says more than its workload, which just waits for it. */
function remarkOf(resource: ComparedResource, diagnosis?: Diagnosis) {
  const failing = diagnosis?.pods?.find(
    ({ workload, health, message }) =>
      workload === nameOf(resource) && health === 'Degraded' && message,
  );
  const healthMessage = failing?.message ?? resource.healthMessage;
  return {
    resource: nameOf(resource),
    detail: healthMessage ? toLine(healthMessage) : undefined,
  };
}
