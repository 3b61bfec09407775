import { imagesLike, repositoryOf } from 'backstage-plugin-gitops-node';
import {
  Diagnosis,
  nameOf,
  Workload,
  WorkloadImages,
  WorkloadPod,
} from '../inventory/Diagnosis';
import { knownImage } from './digests';
import { isOver } from '../diagnosis/podStatus';
import { isTask, podLifetimeOf } from '../diagnosis/workloads';

/** A Pod of the service itself, as far as known, and not of another workload. */
export interface OwnPod {
  readonly pod: WorkloadPod;
  /** Reference of the service's image; undefined where it isn't known which one that is */
  readonly image?: string;
  readonly isReady: boolean;
  /** It is ready and gets requests, as a preview of a blue-green Rollout does not */
  readonly isServing: boolean;
  /** It counts in "1 of 2 pods": not finished, not replaced, not a failed try of a Job */
  readonly isCounted: boolean;
  /** It runs to its end */
  readonly isTask: boolean;
}

/** Pods of the service's own image; those of all workloads where that isn't known. */
export function ownPodsOf(
  diagnosis: Diagnosis,
  repository: string | undefined,
): OwnPod[] {
  return (diagnosis.pods ?? [])
    .filter(pod => !repository || !isOther(pod, diagnosis, repository))
    .map(pod => {
      const isReady = isPodReady(pod, diagnosis);
      const image = repository && imageOf(pod, diagnosis, repository);
      return {
        pod,
        image: image && knownImage(image, pod, diagnosis),
        isReady,
        isServing: isReady && !pod.isIdle,
        isCounted:
          !isOver(pod) &&
          !isReplaced(pod, diagnosis) &&
          // A Job tries again with another Pod
          !(isTask(pod.workload) && pod.health === 'Degraded'),
        isTask: isTask(pod.workload),
      };
    });
}

/** Images of containers in ready Pods. Init containers no longer run. */
export function readyImages(diagnosis: Diagnosis): string[] {
  const inits = (diagnosis.workloads ?? [])
    .flatMap(sidesOf)
    .flatMap(({ initImages }) => initImages);
  const images = (diagnosis.pods ?? [])
    .filter(pod => isPodReady(pod, diagnosis))
    .flatMap(pod => pod.images)
    .filter(image => !inits.includes(image));
  return [...new Set(images)];
}

/** Whether a Pod belongs to something that is known and does not have the service's image. */
function isOther(
  pod: WorkloadPod,
  diagnosis: Diagnosis,
  repository: string,
): boolean {
  return (
    ownImages(pod.images, diagnosis, repository).length === 0 &&
    diagnosis.workloads !== undefined &&
    pod.workload !== undefined &&
    !isOfOwnWorkload(pod, diagnosis, repository)
  );
}

function isOfOwnWorkload(
  { workload }: WorkloadPod,
  diagnosis: Diagnosis,
  repository: string,
): boolean {
  const { workloads = [] } = diagnosis;
  return workloads.some(
    one =>
      nameOf(one) === workload &&
      sidesOf(one).some(
        ({ images }) => ownImages(images, diagnosis, repository).length > 0,
      ),
  );
}

/**
 * The service's images among others. One of the same last name in another registry or folder is the
 * service's, too, unless Git asks for both.
 */
export function ownImages(
  images: readonly string[],
  { workloads = [] }: Diagnosis,
  repository: string,
): string[] {
  const others = workloads
    .flatMap(({ inGit }) => inGit?.images ?? [])
    .map(repositoryOf)
    .filter(one => one !== repository);
  return imagesLike(images, repository).filter(
    image => !others.includes(repositoryOf(image)),
  );
}

/**
 * Argo CD calls a Pod that runs to its end progressing for as long as it runs. Those of a kind that
 * isn't known may be such.
 */
function isPodReady(pod: WorkloadPod, diagnosis: Diagnosis): boolean {
  const { health, status, workload, areContainersReady } = pod;
  if (isOver(pod) || isReplaced(pod, diagnosis)) return false;
  if (health === 'Healthy') return !isTask(workload);
  return (
    health === 'Progressing' &&
    status === 'Running' &&
    (isTask(workload) ||
      (areContainersReady === true && podLifetimeOf(workload) === undefined))
  );
}

/** A Rollout is healthy once nothing is routed to older Pods, which it keeps for a while. */
function isReplaced(
  { workload, isNewest }: WorkloadPod,
  { resources }: Diagnosis,
): boolean {
  return (
    isNewest === false &&
    resources.some(
      one =>
        one.kind === 'Rollout' &&
        one.health === 'Healthy' &&
        nameOf(one) === workload,
    )
  );
}

/** The service's image among those of a Pod, which count init containers as well. */
function imageOf(
  pod: WorkloadPod,
  diagnosis: Diagnosis,
  repository: string,
): string | undefined {
  const { workloads = [] } = diagnosis;
  const like = ownImages(pod.images, diagnosis, repository);
  // Older Pods may still have the image under its previous name
  const wasRenamed =
    like.length === 0 && isOfOwnWorkload(pod, diagnosis, repository);
  const own = wasRenamed ? pod.images : like;
  if (own.length < 2) return own[0];
  const sides = workloads.flatMap(sidesOf);
  const known = own.filter(image =>
    sides.some(side => side.images.includes(image)),
  );
  const others = own.filter(
    image => !sides.some(side => side.initImages.includes(image)),
  );
  const [first, ...more] = known.length > 0 ? known : others;
  return more.length === 0 ? first : undefined;
}

function sidesOf({ inGit, inCluster }: Workload): WorkloadImages[] {
  return [inGit, inCluster].flatMap(side => side ?? []);
}
