import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { isVersion, nameOfSource } from 'backstage-plugin-gitops-node';
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
  const images = versions.filter(one => !isSourceName(one.name));
  const sources = versions.filter(one => isSourceName(one.name));
  return {
    version: previous,
    isRollback: true,
    images: images.map(({ name, from, fromDigest = from }) => {
      const tag = isDigest(from) ? '' : `:${from}`;
      return isDigest(fromDigest)
        ? `${name}${tag}@${fromDigest}`
        : `${name}${tag}`;
    }),
    revisions: sources.map(({ name, from }) => ({
      source: name,
      revision: from,
    })),
  };
}

function isDigest(version: string): boolean {
  return /^sha\d+:/.test(version);
}

function revisionsOf({ sources }: Application) {
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
