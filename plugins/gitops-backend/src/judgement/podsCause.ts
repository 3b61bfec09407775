import type { Cause } from 'backstage-plugin-gitops-common';
import {
  fullVersionOf,
  isSameVersion,
  versionOfImage,
} from 'backstage-plugin-gitops-node';
import { CANNOT_RUN } from '../diagnosis/podStatus';
import { isWorkload } from '../diagnosis/workloads';
import { ComparedResource, nameOf } from '../inventory/Diagnosis';
import type { Facts } from './facts';
import type { OwnPod } from './ownPods';
import { toLine } from './text';

/**
 * What is wrong with the Pods that should serve; undefined where all of them do, or none are shown
 * and none are refused.
 */
export function podsCause(facts: Facts): Cause | undefined {
  const pods = newestPods(facts);
  const waiting = pods.filter(({ isReady }) => !isReady);
  const refused = facts.diagnosis?.podsRefused;
  const failing = waiting.filter(
    ({ pod: { health, status } }) =>
      // Argo CD calls one progressing whose init container fails
      health === 'Degraded' || CANNOT_RUN.test(status ?? ''),
  );
  if (failing.length === 0 && refused)
    return {
      code: 'podsRefused',
      params: { ...refused, detail: toLine(refused.detail) },
    };
  if (waiting.length === 0) return undefined;
  const volume = facts.diagnosis?.pendingVolumes?.[0];
  if (volume && failing.length === 0)
    return {
      code: 'volumePending',
      params: { resource: `PersistentVolumeClaim ${volume}` },
    };
  const total = pods.length;
  const version = versionOf(pods, facts);
  if (failing.length === 0)
    return {
      code: 'podsNotReady',
      params: {
        count: total - waiting.length,
        total,
        version,
        detail:
          [
            warningOf(waiting, facts) ?? unusual(waiting[0].pod.status),
            deadlineOf(waiting, facts),
          ]
            .filter(Boolean)
            .join('; ') || undefined,
      },
    };
  const { message, status, restarts } = failing[0].pod;
  const said = [message, status].filter(Boolean).join(' ');
  const detail = message
    ? toLine(message)
    : warningOf(failing, facts) ?? unusual(status);
  return {
    code: codeOf(said),
    params: {
      count: failing.length,
      total,
      version,
      detail,
      restarts: detail === undefined ? restarts : undefined,
    },
  };
}

/** What Kubernetes' events say of one of the Pods. */
function warningOf(
  pods: readonly OwnPod[],
  { diagnosis }: Facts,
): string | undefined {
  const warning = diagnosis?.podWarnings?.find(({ pod }) =>
    pods.some(one => one.pod.name === pod),
  );
  return warning && toLine(warning.message);
}

/** A Pod that runs and is not ready is not described by running. */
function unusual(status: string | undefined): string | undefined {
  return status === 'Running' ? undefined : status;
}

function codeOf(said: string): 'imagePull' | 'crashLoop' | 'podsUnhealthy' {
  if (/pulling image|ErrImage|ImagePull|InvalidImageName/i.test(said))
    return 'imagePull';
  return /restarting failed container|CrashLoop/i.test(said)
    ? 'crashLoop'
    : 'podsUnhealthy';
}

/** Of each workload, the Pods of its newest template. */
function newestPods(facts: Facts): readonly OwnPod[] {
  const counted = facts.ownPods.filter(({ isCounted }) => isCounted);
  const kept = counted.filter(({ isTask }) => !isTask);
  const ownPods = kept.length > 0 ? kept : counted;
  const workloads = new Set(ownPods.map(({ pod }) => pod.workload));
  return [...workloads].flatMap(workload =>
    newestOf(
      ownPods.filter(({ pod }) => pod.workload === workload),
      facts,
    ),
  );
}

/** Those of the wanted version, or of the newest ReplicaSet where only the configuration changed. */
function newestOf(
  ownPods: readonly OwnPod[],
  { wantedImages }: Facts,
): readonly OwnPod[] {
  const ofSet = ownPods.filter(({ pod }) => pod.isNewest);
  if (ofSet.length > 0) return ofSet;
  const ofVersion = ownPods.filter(({ image }) =>
    wantedImages.some(wanted => image && isSameVersion(image, wanted)),
  );
  return ofVersion.length > 0 ? ofVersion : ownPods;
}

function versionOf(
  pods: readonly OwnPod[],
  { ownPods }: Facts,
): string | undefined {
  const images = [...new Set(pods.flatMap(({ image }) => image ?? []))];
  if (images.length !== 1) return undefined;
  const [image] = images;
  const isAmbiguous = ownPods.some(
    other =>
      other.image !== undefined &&
      !isSameVersion(other.image, image) &&
      versionOfImage(other.image) === versionOfImage(image),
  );
  return isAmbiguous ? fullVersionOf(image) : versionOfImage(image);
}

/** The degraded workload of the Pods; one of which it isn't known whose Pods it has counts, too. */
function degradedWorkloadOf(
  pods: readonly OwnPod[],
  { diagnosis }: Facts,
): ComparedResource | undefined {
  return diagnosis?.resources.find(
    one =>
      isWorkload(one) &&
      !one.isHook &&
      one.health === 'Degraded' &&
      pods.some(
        ({ pod: { workload } }) =>
          workload === undefined || workload === nameOf(one),
      ),
  );
}

/** What is wrong with Pods that fail; undefined where they are only not ready yet. */
export function failingPodsCause(facts: Facts): Cause | undefined {
  const cause = podsCause(facts);
  return cause?.code === 'podsNotReady' ? undefined : cause;
}

/** Whether Pods that are not ready yet are why the Application is degraded. */
export function arePodsToBlame(facts: Facts): boolean {
  const waiting = newestPods(facts).filter(({ isReady }) => !isReady);
  return degradedWorkloadOf(waiting, facts) !== undefined;
}

/** `Deployment "orders" exceeded its progress deadline` */
function deadlineOf(
  waiting: readonly OwnPod[],
  facts: Facts,
): string | undefined {
  const degraded = degradedWorkloadOf(waiting, facts);
  return degraded?.healthMessage
    ? toLine(degraded.healthMessage)
    : degraded && nameOf(degraded);
}
