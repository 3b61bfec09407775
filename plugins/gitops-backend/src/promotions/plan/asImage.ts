import {
  imagesLike,
  parseImage,
  repositoryOf,
  VersionPlace,
} from 'backstage-plugin-gitops-node';
import type { Application } from '../../argocd/Application';
import { Candidates, imagesMoved } from './moves';

/**
 * What image a place holds the version of, where its file does not say that for sure: the one that
 * runs with this version in the target.
 *
 * An annotated place that is not called a tag may hold one all the same, as `version` in a
 * generator's file does. It does if the target runs such an image, or if no source has a version
 * that could be meant. Where the chart alone knows what an image is called, its name was guessed.
 *
 * @param target - the Application whose version stands there
 */
export function asImage(
  place: VersionPlace,
  { images, sources }: Pick<Application, 'images' | 'sources'>,
  candidates: Candidates,
): VersionPlace {
  const { current, scalars } = place;
  const promoted = imagesMoved(candidates).map(repositoryOf);
  const own = promoted
    .flatMap(repository => imagesLike(images, repository))
    .map(parseImage);
  if (current.kind === 'image') {
    const { repository, tag } = current;
    const isKnown =
      !place.isNameGuessed || imagesLike(promoted, repository).length > 0;
    const image = own.find(one => tag && one.tag === tag);
    return isKnown || !image
      ? place
      : { ...place, current: { ...current, repository: image.repository } };
  }
  if (!place.locator.startsWith('annotation')) return place;
  const tag = current.revision;
  if (sources.some(one => one.targetRevision === tag)) return place;
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
