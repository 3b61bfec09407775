import type {
  EnvironmentDeployment,
  PromotedVersion,
} from 'backstage-plugin-gitops-common';
import {
  isVersion,
  nameOfSource,
  parseImage,
  versionOfImage,
} from 'backstage-plugin-gitops-node';
import type { Application } from '../../argocd/Application';
import type { StoredPromotion } from '../StoredPromotion';
import { Candidates, isSourceName } from './moves';

/** What runs in the source. */
export function candidatesIn(
  source: EnvironmentDeployment,
  sources: readonly Application[],
): Candidates {
  return {
    version: source.running ?? '',
    images: source.applications.flatMap(({ images }) => images),
    revisions: sources.flatMap(revisionsOf),
  };
}

/** What ran in the target before a promotion. */
export function candidatesBefore({
  versions,
  previous,
}: StoredPromotion): Candidates {
  return {
    version: previous,
    isRollback: true,
    images: imagesIn(
      versions.map(({ name, from, fromDigest }) => ({
        name,
        to: from,
        toDigest: fromDigest,
      })),
    ),
    revisions: versions
      .filter(one => isSourceName(one.name))
      .map(({ name, from }) => ({ source: name, revision: from })),
  };
}

/** References of the images that a promotion brings. */
export function imagesIn(
  versions: readonly Pick<PromotedVersion, 'name' | 'to' | 'toDigest'>[],
): string[] {
  return versions
    .filter(one => !isSourceName(one.name))
    .map(({ name, to, toDigest = to }) => {
      const tag = isDigest(to) ? '' : `:${to}`;
      return isDigest(toDigest) ? `${name}${tag}@${toDigest}` : `${name}${tag}`;
    });
}

/** Of the image with a version; undefined where it is not known, or images have several. */
export function digestOf(
  version: string,
  images: readonly string[],
): string | undefined {
  const digests = new Set(
    images
      .filter(image => versionOfImage(image) === version)
      .map(image => parseImage(image).digest),
  );
  return digests.size === 1 ? [...digests][0] : undefined;
}

function isDigest(version: string): boolean {
  return /^sha\d+:/.test(version);
}

/** Revisions of its sources that are no branches. */
export function revisionsOf({ sources }: Pick<Application, 'sources'>) {
  return sources.flatMap(({ repository, chart, targetRevision }) =>
    isVersion(targetRevision)
      ? [
          {
            source: nameOfSource({ repoURL: repository, chart }),
            revision: targetRevision,
          },
        ]
      : [],
  );
}
