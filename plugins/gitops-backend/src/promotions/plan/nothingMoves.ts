import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import {
  repositoryOf,
  versionOfImage,
  VersionPlace,
} from 'backstage-plugin-gitops-node';
import { Candidates, imagesMoved, nameOf, textOf } from './moves';

const MAX_NAMED = 5;

/** Why none of the places of a target takes a version of the source, as a sentence. */
export function nothingMoves({
  name,
  candidates,
  source,
  target,
  places,
  misses,
}: {
  name: string;
  candidates: Candidates;
  source: EnvironmentDeployment;
  target: EnvironmentDeployment;
  /** Where the target has versions */
  places: readonly VersionPlace[];
  /** Where others were looked for in vain */
  misses: readonly string[];
}): string {
  const { version, images } = candidates;
  const refused = `${name} ${version} can't be promoted`;
  const others = imagesMoved(candidates).length > 0 ? [] : images;
  const versions = [...new Set(others.map(versionOfImage))].sort();
  if (versions.length < 2)
    return `${refused}: none of the places where ${
      target.title
    } has a version is one of what runs in ${source.title}. It has ${listed(
      places,
    )}.${lookedFor(
      misses,
    )} Where the version is written elsewhere, name that with the annotation gitops/version-places`;
  const repositories = [...new Set(others.map(repositoryOf))].sort();
  return `${refused}: ${source.title} runs ${versions.join(
    ' and ',
  )} of ${repositories.join(
    ' and ',
  )}, and a promotion moves one version. Give the service one version, or make a service of each`;
}

function listed(places: readonly VersionPlace[]): string {
  return first(
    places.map(
      place =>
        `${textOf(place.current)} of ${nameOf(place)} at ${place.path} in ${
          place.file
        }`,
    ),
    ', ',
  );
}

function lookedFor(misses: readonly string[]): string {
  return misses.length === 0
    ? ''
    : ` Looked in vain for ${first(misses, '; ')}.`;
}

function first(sentences: readonly string[], separator: string): string {
  const all = [...new Set(sentences)];
  const more = all.length - MAX_NAMED;
  return [
    ...all.slice(0, MAX_NAMED),
    ...(more > 0 ? [`${more} more`] : []),
  ].join(separator);
}
