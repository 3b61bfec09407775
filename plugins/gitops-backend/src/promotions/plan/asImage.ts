import {
  imagesLike,
  parseImage,
  repositoryOf,
  VersionPlace,
} from 'backstage-plugin-gitops-node';
import type { Application } from '../../argocd/Application';
import { Candidates, imagesMoved } from './moves';

/**
 * An annotated place that is not called a tag may hold one all the same, as `version` in a
 * generator's file does: then it is the place of that image. It is so where the target runs an
 * image with this tag, or where no source has a version that could be meant.
 *
 * @param target - the Application whose version stands there
 */
export function asImage(
  place: VersionPlace,
  { images, sources }: Pick<Application, 'images' | 'sources'>,
  candidates: Candidates,
): VersionPlace {
  const { current, scalars } = place;
  const isOpen =
    place.locator.startsWith('annotation') && current.kind === 'revision';
  if (!isOpen) return place;
  const tag = current.revision;
  if (sources.some(one => one.targetRevision === tag)) return place;
  const promoted = imagesMoved(candidates).map(repositoryOf);
  const own = promoted
    .flatMap(repository => imagesLike(images, repository))
    .map(parseImage);
  const image =
    own.find(one => one.tag === tag)?.repository ??
    (candidates.revisions.length === 0
      ? own[0]?.repository ?? promoted[0]
      : undefined);
  if (image === undefined) return place;
  return {
    ...place,
    current: { kind: 'image', repository: image, tag },
    scalars: { tag: scalars.revision },
  };
}
