import {
  Diagnosis,
  nameOf,
  Workload,
  WorkloadImages,
  WorkloadPod,
} from '../inventory/Diagnosis';
import { imagesLike } from './imageReference';

/** A Pod of the service itself, as far as known: not of another workload beside it. */
export interface OwnPod {
  readonly pod: WorkloadPod;
  /** Reference of the service's image; undefined where it isn't known which one that is */
  readonly image?: string;
  readonly isReady: boolean;
}

/** Pods of the service's own image; those of all workloads where that isn't known. */
export function ownPodsOf(
  diagnosis: Diagnosis,
  repository: string | undefined,
): OwnPod[] {
  return (diagnosis.pods ?? [])
    .filter(pod => !repository || !isOther(pod, diagnosis, repository))
    .map(pod => ({
      pod,
      image: repository && imageOf(pod, diagnosis, repository),
      isReady: isPodReady(pod, diagnosis),
    }));
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
    imagesLike(pod.images, repository).length === 0 &&
    diagnosis.workloads !== undefined &&
    pod.workload !== undefined &&
    !isOfOwnWorkload(pod, diagnosis, repository)
  );
}

function isOfOwnWorkload(
  { workload }: WorkloadPod,
  { workloads = [] }: Diagnosis,
  repository: string,
): boolean {
  return workloads.some(
    one =>
      nameOf(one) === workload &&
      sidesOf(one).some(
        ({ images }) => imagesLike(images, repository).length > 0,
      ),
  );
}

/** A Job's Pod that has succeeded is healthy too, but no longer runs. */
function isPodReady(
  { health, status, workload = '' }: WorkloadPod,
  { workloads = [] }: Diagnosis,
): boolean {
  const lifetime = workloads.find(one => nameOf(one) === workload)?.pods;
  const isTask =
    lifetime === 'scheduled' ||
    lifetime === 'once' ||
    /^(Job|CronJob) /.test(workload);
  return isTask
    ? health === 'Progressing' && status === 'Running'
    : health === 'Healthy';
}

/** The service's image among those of a Pod, which count init containers as well. */
function imageOf(
  pod: WorkloadPod,
  diagnosis: Diagnosis,
  repository: string,
): string | undefined {
  const { workloads = [] } = diagnosis;
  const like = imagesLike(pod.images, repository);
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
