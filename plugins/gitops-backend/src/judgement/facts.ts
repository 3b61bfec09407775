import {
  fullVersionOf,
  imagesLike,
  isSameVersion,
  versionOfImage,
} from 'backstage-plugin-gitops-node';
import { isWell } from '../argocd/Application';
import { isSameRevisions } from '../inventory/Diagnosis';
import type { Entry } from '../inventory/Entry';
import { isWorkload, podLifetimeOf } from '../diagnosis/workloads';
import { ownRepository } from './ownImage';
import { OwnPod, ownPodsOf, readyImages } from './ownPods';
import { servedUnseen } from './servedUnseen';
import { comparedSourceVersion, deployedSourceVersion } from './sourceVersion';
import { isWorkloadExcluded } from './warnings';

/** What is known of one Application, before anything is made of it. */
export interface Facts extends Entry {
  /**
   * Versions of ready Pods, or of the source where there is no image. While two are there, the old
   * one is what still serves
   */
  readonly versions: readonly string[];
  /** The same as one text */
  readonly running: string | null;
  /** The version that Git asks for */
  readonly wanted: string | null;
  /** It is known that no Pod of the service is ready */
  readonly nothingRuns: boolean;
  /** A Pod of what runs is known to be ready */
  readonly isServing: boolean;
  /** Images of what runs */
  readonly images: readonly string[];
  /** Pods of the service's own image; those of all workloads where that isn't known */
  readonly ownPods: readonly OwnPod[];
  /** References that Git asks for */
  readonly wantedImages: readonly string[];
  /** The service's own repository */
  readonly repository?: string;
}

/** What Argo CD compares the Application to. A list tells it of a single source only. */
export function comparedRevisions({
  application: { revision },
  diagnosis,
}: Entry): readonly string[] {
  return diagnosis && diagnosis.revisions.length > 0
    ? diagnosis.revisions
    : [revision].flatMap(one => one ?? []);
}

/** What an Application without a resource runs. */
const nothing = {
  versions: [],
  running: null,
  isServing: false,
  nothingRuns: true,
};

export function factsOf(entry: Entry): Facts {
  const { application, diagnosis } = entry;
  const repository = ownRepository(entry);
  if (!diagnosis) return listedFacts(entry, repository);
  if (hasNoImage(entry))
    return { ...sourceFacts(entry), ...(diagnosis.isEmpty && nothing) };
  const wantedImages = repository
    ? imagesLike(imagesInGit(entry), repository)
    : [];
  const ownPods = ownPodsOf(diagnosis, repository);
  const ready = ownPods.filter(({ isServing }) => isServing);
  const kept = ready.filter(({ isTask }) => !isTask);
  // A run that began before a deployment says nothing of what serves
  const serving = (kept.length > 0 ? kept : ready).flatMap(
    ({ image }) => image ?? [],
  );
  const hidden = servedUnseen(entry, repository);
  const present = serving.length > 0 ? serving : hidden.images;
  const old = present.filter(
    image => !wantedImages.some(wanted => isSameVersion(wanted, image)),
  );
  const running = old.length > 0 ? old : present;
  const name = namer([...running, ...wantedImages]);
  const versions = distinct(running.map(name));
  const fleeting = { ...nothing, nothingRuns: false, images: [] };
  return {
    ...entry,
    repository,
    ownPods,
    wantedImages,
    versions,
    running: joined(versions),
    wanted:
      application.sync === 'Unknown'
        ? null
        : joined(distinct(wantedImages.map(name))),
    isServing: ready.length > 0 || hidden.areServing,
    nothingRuns:
      diagnosis.pods !== undefined &&
      // Without the workloads it isn't known whether Argo CD hides their Pods
      (diagnosis.pods.length > 0 ||
        diagnosis.workloads !== undefined ||
        isNeverDeployed(entry)) &&
      !ownPods.some(({ isReady }) => isReady) &&
      !hidden.areServing &&
      !hidden.mayRun &&
      // Argo CD may hide their Pods, and they come and go
      (diagnosis.pods.length > 0 || !diagnosis.hasOtherWorkloads) &&
      !isWorkloadExcluded(diagnosis),
    images: readyImages(diagnosis),
    ...(isFleeting(entry, ownPods) && fleeting),
  };
}

/**
 * Whether all Pods are runs of CronJobs, of which finished ones stay for a while. They come and go
 * while nothing that a list shows changes, so a well Application is not read again.
 */
function isFleeting(
  { application }: Entry,
  ownPods: readonly OwnPod[],
): boolean {
  const present = ownPods.filter(({ isReady, isTask }) => isReady || isTask);
  return (
    isWell(application) &&
    present.length > 0 &&
    present.every(({ pod }) => podLifetimeOf(pod.workload) === 'scheduled')
  );
}

/**
 * Before the diagnosis: the list has the images of all Pods, those that aren't ready and those of
 * hooks among them. So it only confirms a version that was known to run before.
 */
function listedFacts(entry: Entry, repository: string | undefined): Facts {
  const { application, earlier } = entry;
  const { images, health, sync } = application;
  const isThere =
    sync !== 'Unknown' &&
    ['Healthy', 'Progressing', 'Suspended'].includes(health ?? '');
  const listed =
    isThere && repository
      ? joined(distinct(imagesLike(images, repository).map(versionOfImage)))
      : null;
  const known = earlier && factsOf({ ...entry, diagnosis: earlier });
  const isConfirmed = known !== undefined && listed === known.running;
  const running = isConfirmed ? known.running : null;
  return {
    ...entry,
    repository,
    versions: isConfirmed ? known.versions : [],
    running,
    wanted: null,
    isServing: running !== null && health === 'Healthy',
    nothingRuns: isNeverDeployed({ application }),
    images: running === null ? [] : images,
    ownPods: [],
    wantedImages: [],
  };
}

/**
 * Whether none of its workloads was ever in the cluster, as far as known: what was there before
 * Argo CD has images, or is a workload without Pods.
 */
export function isNeverDeployed({ application, diagnosis }: Entry): boolean {
  const { health, operationPhase, images } = application;
  return (
    health === 'Missing' &&
    operationPhase === undefined &&
    images.length === 0 &&
    !diagnosis?.pods?.length &&
    !diagnosis?.workloads?.some(({ inCluster }) => inCluster)
  );
}

/**
 * Whether the version is the source's. Where workloads can't be read, images may be there unseen.
 */
function hasNoImage({ application, diagnosis }: Entry): boolean {
  return (
    application.images.length === 0 &&
    diagnosis?.workloads !== undefined &&
    !isWorkloadExcluded(diagnosis) &&
    !diagnosis.hasOtherWorkloads &&
    !diagnosis.workloads.some(
      ({ inGit, inCluster }) => (inGit ?? inCluster)?.images.length,
    ) &&
    !diagnosis.resources.some(one => isWorkload(one) && !one.isHook)
  );
}

function sourceFacts(entry: Entry): Facts {
  const { application } = entry;
  const { sync, health } = application;
  const wanted = comparedSourceVersion(entry, comparedRevisions(entry)) ?? null;
  const isMissing = health === 'Missing';
  const deployed =
    sync === 'Synced' ? wanted : deployedSourceVersion(entry) ?? null;
  const running = isMissing ? null : deployed;
  return {
    ...entry,
    versions: running === null ? [] : [running],
    running,
    wanted: sync === 'Unknown' ? null : wanted,
    isServing: health === 'Healthy',
    nothingRuns: isMissing,
    images: [],
    ownPods: [],
    wantedImages: [],
  };
}

/**
 * From Git's manifests; where those can't be read, from what the last sync of the same commit
 * applied or tried to.
 */
function imagesInGit(entry: Entry): string[] {
  const { diagnosis, application } = entry;
  if (!diagnosis || application.sync === 'Unknown') return [];
  const { workloads, operation } = diagnosis;
  if (workloads) return workloads.flatMap(({ inGit }) => inGit?.images ?? []);
  return operation &&
    isSameRevisions(operation.revisions, comparedRevisions(entry))
    ? operation.resources.flatMap(({ images }) => images)
    : [];
}

/** Names versions so that two that differ have different names. */
function namer(images: readonly string[]): (image: string) => string {
  return image =>
    images.some(
      other =>
        !isSameVersion(other, image) &&
        versionOfImage(other) === versionOfImage(image),
    )
      ? fullVersionOf(image)
      : versionOfImage(image);
}

function distinct(versions: readonly string[]): string[] {
  return [...new Set(versions)].sort();
}

function joined(versions: readonly string[]): string | null {
  return versions.join(', ') || null;
}
