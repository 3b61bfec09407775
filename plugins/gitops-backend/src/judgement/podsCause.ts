import type { Cause } from 'backstage-plugin-gitops-common';
import { isWorkload } from '../diagnosis/workloads';
import { nameOf } from '../inventory/Diagnosis';
import type { Facts } from './facts';
import { fullVersionOf, isSameVersion, versionOfImage } from './imageReference';
import type { OwnPod } from './ownPods';
import { toLine } from './text';

/**
 * What is wrong with the Pods that should serve; undefined where all of them do, or none are shown.
 */
export function podsCause(facts: Facts): Cause | undefined {
  const pods = newestPods(facts);
  const waiting = pods.filter(({ isReady }) => !isReady);
  if (waiting.length === 0) return undefined;
  const failing = waiting.filter(({ pod }) => pod.health === 'Degraded');
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
        detail: deadlineOf(facts),
      },
    };
  const { message, status } = failing[0].pod;
  const said = [message, status].filter(Boolean).join(' ');
  return {
    code: codeOf(said),
    params: {
      count: failing.length,
      total,
      version,
      detail: message ? toLine(message) : status,
    },
  };
}

function codeOf(said: string): 'imagePull' | 'crashLoop' | 'podsUnhealthy' {
  if (/pulling image|ErrImage|ImagePull|InvalidImageName/i.test(said))
    return 'imagePull';
  return /restarting failed container|CrashLoop/i.test(said)
    ? 'crashLoop'
    : 'podsUnhealthy';
}

/**
 * Pods of the newest template: those of the wanted version, or of the newest ReplicaSet where only
 * the configuration changed.
 */
function newestPods({ ownPods, wantedImages }: Facts): readonly OwnPod[] {
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

/** `Deployment "orders" exceeded its progress deadline` */
function deadlineOf({ diagnosis }: Facts): string | undefined {
  const degraded = diagnosis?.resources.find(
    one => isWorkload(one) && !one.isHook && one.health === 'Degraded',
  );
  return degraded?.healthMessage
    ? toLine(degraded.healthMessage)
    : degraded && nameOf(degraded);
}
