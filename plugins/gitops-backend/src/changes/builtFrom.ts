import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { imagesLike, versionOfImage } from 'backstage-plugin-gitops-node';
import { applicationKey } from '../argocd/Application';
import type { Entry } from '../inventory/Entry';
import type { Inventory } from '../inventory/Inventory';
import { ownRepository } from '../judgement/ownImage';

/**
 * The commits that versions were built from, where the Pod templates of the service's own image say
 * so. Nothing is guessed: where two of one version differ, none is it.
 */
export function builtFrom(entries: readonly Entry[]): Map<string, string> {
  const all = new Map<string, Set<string>>();
  for (const entry of entries)
    for (const [version, commit] of commitsIn(entry))
      all.set(version, (all.get(version) ?? new Set()).add(commit));
  return new Map(
    [...all].flatMap(([version, [commit, ...others]]) =>
      others.length === 0 ? [[version, commit]] : [],
    ),
  );
}

/** The same of what runs in some environments of a service. */
export function builtFromDeployments(
  environments: readonly EnvironmentDeployment[],
  inventory: Pick<Inventory, 'get'>,
): Map<string, string> {
  return builtFrom(
    environments.flatMap(({ applications }) =>
      applications.flatMap(one => inventory.get(applicationKey(one)) ?? []),
    ),
  );
}

function commitsIn(entry: Entry): [version: string, commit: string][] {
  const repository = ownRepository(entry);
  if (repository === undefined) return [];
  return (entry.diagnosis?.workloads ?? [])
    .flatMap(({ inGit, inCluster }) =>
      [inGit, inCluster].flatMap(side => side ?? []),
    )
    .flatMap(({ images, commit }) =>
      commit === undefined
        ? []
        : imagesLike(images, repository).map((image): [string, string] => [
            versionOfImage(image),
            commit,
          ]),
    );
}
