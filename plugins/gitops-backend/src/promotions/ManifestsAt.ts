import type { Application } from '../argocd/Application';

/** Where an Application's manifests are. */
export interface ManifestsAt {
  repository: string;
  path: string;
  /** What Argo CD follows; undefined for the default branch */
  ref: string | undefined;
}

/**
 * Of several sources the first that is a folder of a repository: a chart from a registry has none.
 */
export function manifestsOf(
  application: Application | undefined,
): ManifestsAt | undefined {
  const source = application?.sources.find(({ path }) => path);
  if (!source?.path) return undefined;
  const { repository, path, targetRevision } = source;
  return {
    repository,
    path,
    ref:
      targetRevision && targetRevision !== 'HEAD' ? targetRevision : undefined,
  };
}
