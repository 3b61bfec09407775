import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { repositoryOf, versionOfImage } from 'backstage-plugin-gitops-node';
import { Candidates, imagesMoved } from './moves';

/** Why none of the places of a target takes a version of the source, as a sentence. */
export function nothingMoves({
  name,
  candidates,
  source,
  target,
}: {
  name: string;
  candidates: Candidates;
  source: EnvironmentDeployment;
  target: EnvironmentDeployment;
}): string {
  const { version, images } = candidates;
  const refused = `${name} ${version} can't be promoted`;
  const others = imagesMoved(candidates).length > 0 ? [] : images;
  const versions = [...new Set(others.map(versionOfImage))].sort();
  if (versions.length < 2)
    return `${refused}: none of the places where ${target.title} has a version is one of what runs in ${source.title}`;
  const repositories = [...new Set(others.map(repositoryOf))].sort();
  return `${refused}: ${source.title} runs ${versions.join(
    ' and ',
  )} of ${repositories.join(
    ' and ',
  )}, and a promotion moves one version. Give the service one version, or make a service of each`;
}
