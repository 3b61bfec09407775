import type { Application } from '../argocd/Application';
import {
  comparedRevisions,
  Diagnosis,
  isSameRevisions,
} from '../inventory/Diagnosis';
import { isWorkload } from './failure';
import {
  alikeIn,
  mainRepository,
  repositoryOf,
  versionOfSource,
  versionsOf,
} from './version';

/** What runs of an Application and what Git asks for. */
export interface Versions {
  running: string | null;
  wanted: string | null;
  nothingRuns: boolean;
  /** Images of what runs */
  images: readonly string[];
}

/** What is found besides, for the sentences. */
export interface FoundVersions extends Versions {
  /** Whether a Pod of what runs is known to be well */
  isServing: boolean;
  /** The image whose version is the service's, without its tag; undefined where that isn't known */
  main: string | undefined;
}

/** Whether the list tells all there is to tell: everything is well and only one image could be the one that runs. */
export function isPlainlyWell(application: Application): boolean {
  return isWell(application) && isClear(application);
}

export function isWell(application: Application): boolean {
  return (
    application.sync === 'Synced' &&
    application.health === 'Healthy' &&
    !application.isBeingDeleted &&
    !application.isOperationRequested &&
    (application.operationPhase === undefined ||
      application.operationPhase === 'Succeeded')
  );
}

function isClear(application: Application): boolean {
  const { images } = application;
  return images.length === 0 || versionsOf(images, application).length === 1;
}

/** The versions, as far as the list shows them or a diagnosis found them. */
export function versionsIn(
  application: Application,
  diagnosis: Diagnosis | undefined,
): FoundVersions {
  const imagesWanted = imagesInGit(application, diagnosis);
  const main =
    mainIn(imagesWanted, application, diagnosis) ??
    mainRepository(application.images, application);
  const inGit = versionsOf(imagesWanted, application, main);
  if (!hasWorkload(application, diagnosis, inGit))
    return versionsOfSource(application, diagnosis);
  const { images, isServing } = imagesThatRun(application, diagnosis, main);
  const present = versionsOf(images, application, main);
  const isSettled = application.sync === 'Synced' && present.length === 1;
  const wanted = inGit.join(', ') || (isSettled ? present[0] : null);
  const old = present.filter(version => version !== wanted);
  return {
    main,
    images,
    isServing: isServing && present.length > 0,
    // While both are there, the old one is what still serves
    running: (old.length > 0 ? old : present).join(', ') || null,
    wanted,
    nothingRuns:
      present.length === 0 &&
      (diagnosis?.pods
        ? diagnosis.pods.length === 0 &&
          application.health !== 'Suspended' &&
          !hasSchedule(diagnosis)
        : isNeverDeployed(application)),
  };
}

/** The service's own image among those of the manifests: whatever it is called, it is that of the only workload's first container, as people write them. Lists are sorted. */
function mainIn(
  images: readonly string[],
  application: Application,
  diagnosis: Diagnosis | undefined,
): string | undefined {
  const applied = (diagnosis?.operation?.resources ?? []).filter(({ kind }) =>
    isWorkload(kind),
  );
  const [first] = diagnosis?.wantedImages ?? applied.flatMap(one => one.images);
  const workloads = (diagnosis?.resources ?? []).filter(
    ({ kind, isHook }) => isWorkload(kind) && !isHook,
  );
  return (
    mainRepository(images, application) ??
    (workloads.length === 1 && first && images.includes(first)
      ? repositoryOf(first)
      : undefined)
  );
}

/** Whether nothing of it was ever in the cluster, as far as the list tells: what was there before Argo CD has images. */
export function isNeverDeployed({
  health,
  operationPhase,
  images,
}: Application): boolean {
  return (
    health === 'Missing' && operationPhase === undefined && images.length === 0
  );
}

/** Images of Pods that are well; of all Pods where none is. Without Pods, the list's: they count the hooks' among them, so several versions of the one image prove nothing, nor does one where no workload is there. */
function imagesThatRun(
  application: Application,
  diagnosis: Diagnosis | undefined,
  main: string | undefined,
): { images: readonly string[]; isServing: boolean } {
  const pods = diagnosis?.pods;
  if (!pods) {
    const isKnown =
      versionsOf(application.images, application, main).length <= 1 &&
      isWorkloadThere(application, diagnosis);
    return {
      images: isKnown ? application.images : [],
      isServing: application.health === 'Healthy',
    };
  }
  // Other workloads' Pods tell nothing of the service's own
  const withMain = pods.filter(one => alikeIn(one.images, main) !== undefined);
  const own = withMain.length > 0 ? withMain : pods;
  const well = own.filter(({ health }) => health === 'Healthy');
  const images = (well.length > 0 ? well : own).flatMap(one => one.images);
  return { images: [...new Set(images)], isServing: well.length > 0 };
}

function isWorkloadThere(
  { health }: Application,
  diagnosis: Diagnosis | undefined,
): boolean {
  const known = (diagnosis?.resources ?? []).filter(
    one => isWorkload(one.kind) && !one.isHook && one.health !== undefined,
  );
  return known.length > 0
    ? known.some(one => one.health !== 'Missing')
    : ['Healthy', 'Progressing', 'Suspended'].includes(health ?? '');
}

/** What runs by the clock has no Pod most of the time. */
function hasSchedule({ resources }: Diagnosis): boolean {
  return resources.some(
    ({ kind, health }) => kind === 'CronJob' && health !== 'Missing',
  );
}

function hasWorkload(
  application: Application,
  diagnosis: Diagnosis | undefined,
  inGit: readonly string[],
): boolean {
  if (inGit.length > 0 || application.images.length > 0) return true;
  if (diagnosis)
    return diagnosis.resources.some(({ kind }) => isWorkload(kind));
  return !isWell(application);
}

/** Where no image is promoted, the source's revision is the version. */
function versionsOfSource(
  application: Application,
  diagnosis: Diagnosis | undefined,
): FoundVersions {
  const version =
    versionOfSource(application) ??
    diagnosis?.revisions[0]?.slice(0, 7) ??
    null;
  const isMissing = application.health === 'Missing';
  return {
    main: undefined,
    images: [],
    isServing: application.health === 'Healthy',
    running: application.sync === 'Synced' && !isMissing ? version : null,
    wanted: application.sync === 'Unknown' ? null : version,
    nothingRuns: isMissing,
  };
}

/** From Git's manifests; where those couldn't be read, from what the last sync of the same commit applied or tried to. */
function imagesInGit(
  application: Application,
  diagnosis: Diagnosis | undefined,
): readonly string[] {
  if (!diagnosis || application.sync === 'Unknown') return [];
  if (diagnosis.wantedImages) return diagnosis.wantedImages;
  const { operation } = diagnosis;
  const isPresent =
    operation !== undefined &&
    isSameRevisions(
      operation.revisions,
      comparedRevisions(application, diagnosis),
    );
  return isPresent ? operation.resources.flatMap(({ images }) => images) : [];
}
