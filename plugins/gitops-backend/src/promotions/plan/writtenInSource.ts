import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import {
  contradictingImages,
  ImageReference,
  imagesLike,
  parseImage,
} from 'backstage-plugin-gitops-node';
import type { Candidates } from './moves';
import type { Reader } from './reach';

/**
 * Candidates with the versions of charts that are written in the source's files: those that another
 * chart or a kustomization takes along are in no Application.
 */
export function withWritten(
  candidates: Candidates,
  readers: readonly Reader[],
  environment: string,
): Candidates {
  const places = readers
    .filter(one => one.environment === environment)
    .flatMap(one => one.places.map(({ place }) => place));
  const known = new Set(candidates.revisions.map(one => one.source));
  const written = places.flatMap(({ current }) =>
    current.kind === 'revision' && current.source && !known.has(current.source)
      ? [{ source: current.source, revision: current.revision }]
      : [],
  );
  return { ...candidates, revisions: [...candidates.revisions, ...written] };
}

/** A place whose version is another one than runs. */
export interface WrittenOtherwise {
  /** `image.tag in values/staging.yaml` */
  readonly place: string;
  readonly repository: string;
  readonly written: string;
  /** Versions of the same image that run */
  readonly running: readonly string[];
  /** Without quotes, YAML takes it for a number, and `29111998` becomes `2.9111998e+07` */
  readonly looksLikeNumber: boolean;
}

/**
 * Where the files of a synced environment say another version than its Applications run. Pure.
 *
 * @param readers - places of these Applications, among others
 */
export function writtenOtherwise(
  readers: readonly Reader[],
  environment: string,
  applications: readonly ApplicationDeployment[],
): WrittenOtherwise[] {
  return readers
    .filter(one => one.environment === environment)
    .flatMap(reader => {
      const { instance, namespace, name } = reader.application;
      const images =
        applications.find(
          one =>
            one.instance === instance &&
            one.namespace === namespace &&
            one.name === name,
        )?.images ?? [];
      return reader.places.flatMap(({ place, snapshot }) => {
        const { current } = place;
        if (current.kind !== 'image' || place.refusal !== undefined) return [];
        const { repository } = current;
        const like = imagesLike(images, repository)
          .filter(one => !contradictingImages([one, repository]))
          .map(parseImage);
        if (like.length === 0 || like.some(one => mayBeSame(one, current)))
          return [];
        const written = textOf(current);
        return {
          place: `${place.path} in ${place.file}`,
          repository: snapshot.repository.name,
          written,
          running: [...new Set(like.map(textOf))],
          looksLikeNumber: !Number.isNaN(Number(written)),
        };
      });
    });
}

/** Where one side knows a tag alone and the other a digest alone, nothing is claimed. */
function mayBeSame(a: ImageReference, b: ImageReference): boolean {
  if (a.digest && b.digest) return a.digest === b.digest;
  // An empty tag is the chart's own
  return !a.tag || !b.tag || a.tag === b.tag;
}

function textOf({ tag, digest = 'latest' }: ImageReference): string {
  return tag ?? digest;
}
