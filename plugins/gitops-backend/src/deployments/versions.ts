import type { Application } from '../argocd/Application';
import type { Diagnosis, WorkloadPod } from './Diagnosis';
import { isWorkload } from './failure';
import { versionOfSource, versionsOf } from './version';

/** What runs of an Application and what Git asks for. */
export interface Versions {
  running: string | null;
  wanted: string | null;
  nothingRuns: boolean;
  /** Images of what runs */
  images: readonly string[];
}

/** Whether the list tells all there is to tell: everything is well and one image at most could be the one that runs. */
export function isPlainlyWell(application: Application): boolean {
  return (
    application.sync === 'Synced' &&
    application.health === 'Healthy' &&
    !application.isBeingDeleted &&
    !application.isOperationRequested &&
    (application.operationPhase === undefined ||
      application.operationPhase === 'Succeeded') &&
    versionsOf(application.images, application).length <= 1
  );
}

/** The versions, as far as the list shows them or a diagnosis found them. */
export function versionsIn(
  application: Application,
  diagnosis: Diagnosis | undefined,
): Versions {
  const inGit = versionsOf(imagesInGit(application, diagnosis), application);
  if (!hasWorkload(application, diagnosis, inGit))
    return versionsOfSource(application, diagnosis);
  const images = imagesThatRun(application, diagnosis?.pods);
  const present = versionsOf(images, application);
  const isSettled = application.sync === 'Synced' && present.length === 1;
  const wanted = inGit.join(', ') || (isSettled ? present[0] : null);
  const old = present.filter(version => version !== wanted);
  const isNeverDeployed =
    application.health === 'Missing' &&
    application.operationPhase === undefined;
  return {
    images,
    // While both are there, the old one is what still serves
    running: (old.length > 0 ? old : present).join(', ') || null,
    wanted,
    nothingRuns:
      present.length === 0 &&
      (diagnosis?.pods ? application.health !== 'Suspended' : isNeverDeployed),
  };
}

/** Images of Pods that are well; of all Pods where none is. Without Pods, the list's: they count the hooks' among them, so several versions of the one image prove nothing. */
function imagesThatRun(
  application: Application,
  pods: readonly WorkloadPod[] | undefined,
): readonly string[] {
  if (!pods)
    return versionsOf(application.images, application).length <= 1
      ? application.images
      : [];
  const well = pods.filter(({ health }) => health === 'Healthy');
  return [
    ...new Set((well.length > 0 ? well : pods).flatMap(({ images }) => images)),
  ];
}

function hasWorkload(
  application: Application,
  diagnosis: Diagnosis | undefined,
  inGit: readonly string[],
): boolean {
  if (inGit.length > 0 || application.images.length > 0) return true;
  if (diagnosis)
    return diagnosis.resources.some(({ kind }) => isWorkload(kind));
  return !isPlainlyWell(application);
}

/** Where no image is promoted, the source's revision is the version. */
function versionsOfSource(
  application: Application,
  diagnosis: Diagnosis | undefined,
): Versions {
  const version =
    versionOfSource(application) ?? diagnosis?.revision?.slice(0, 7) ?? null;
  const isMissing = application.health === 'Missing';
  return {
    images: [],
    running: application.sync === 'Synced' && !isMissing ? version : null,
    wanted: application.sync === 'Unknown' ? null : version,
    nothingRuns: isMissing,
  };
}

/** From Git's manifests; where those couldn't be read, from what the last sync of the same commit applied or tried to. */
function imagesInGit(
  { sync, revision }: Application,
  diagnosis: Diagnosis | undefined,
): readonly string[] {
  if (!diagnosis || sync === 'Unknown') return [];
  if (diagnosis.wantedImages) return diagnosis.wantedImages;
  const { operation } = diagnosis;
  const isPresent =
    operation?.revision !== undefined &&
    operation.revision === (revision ?? diagnosis.revision);
  return isPresent ? operation.resources.flatMap(({ images }) => images) : [];
}
