import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import {
  ImageReference,
  imagesLike,
  parseImage,
} from 'backstage-plugin-gitops-node';
import { isSourceName } from '../plan/moves';
import type { PromotionTarget, TargetVersion } from '../StoredPromotion';

/** As of a service that is scaled to zero, or runs by a schedule. */
export function isNothingRunning(
  { versions }: PromotionTarget,
  { images, nothingRuns }: ApplicationDeployment,
): boolean {
  return (
    nothingRuns &&
    images.length === 0 &&
    versions.some(({ name }) => !isSourceName(name))
  );
}

/**
 * What Git asks for instead of the promoted version, as far as known. Of what runs, its images tell
 * more.
 */
export function otherWanted(
  { versions }: PromotionTarget,
  { wanted }: ApplicationDeployment,
): string | undefined {
  return wanted !== null && !versions.some(({ to }) => wanted.includes(to))
    ? wanted
    : undefined;
}

/** Whether what runs is not known to be the promoted image, or another version of it. */
export function areImagesUnknown(
  { name }: TargetVersion,
  { images, running, nothingRuns }: ApplicationDeployment,
): boolean {
  if (isSourceName(name) || nothingRuns) return false;
  return images.length > 0
    ? imagesLike(images, name).length === 0
    : running === null;
}

/** What runs instead of the promoted version; undefined if nothing else runs. */
export function otherVersion(
  target: PromotionTarget,
  { images, running }: ApplicationDeployment,
): { name: string; isPushedAgain: boolean } | undefined {
  for (const version of target.versions) {
    const { name, to } = version;
    const other = isSourceName(name)
      ? undefined
      : imagesLike(images, name)
          .map(parseImage)
          .find(image => !isOf(image, version));
    if (other) {
      const { tag, digest } = other;
      const isPushedAgain = tag === to && digest !== undefined;
      return {
        name: isPushedAgain ? `${tag}@${digest}` : tag ?? digest ?? 'another',
        isPushedAgain,
      };
    }
    // A chart or a source's revision: the version that is shown is the target's own
    if (images.length === 0 && running !== null && running !== to)
      return { name: running, isPushedAgain: false };
  }
  return undefined;
}

/** Where digests are known on both sides, they decide: a tag may have been pushed again. */
function isOf(
  { tag, digest }: ImageReference,
  version: TargetVersion,
): boolean {
  if (digest !== undefined && version.digest !== undefined)
    return digest === version.digest;
  return tag === version.to || digest === version.to;
}
