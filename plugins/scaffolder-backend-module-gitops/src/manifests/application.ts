import { GOLDEN_PATH_LABEL } from 'backstage-plugin-gitops-common';
import { NAME_LABEL } from './workload';

/** A repository, and what of it is deployed. */
export interface Source {
  repository: string;
  /** Branch, tag, or version of a chart */
  revision: string;
  path?: string;
  /** Name of a chart, where the repository is Helm's */
  chart?: string;
  /** Files of values, where the source is a chart */
  valueFiles?: readonly string[];
  /** Files of a folder without a kustomization that are no manifests */
  exclude?: string;
  /** Components of Kustomize, as seen from the folder */
  components?: readonly string[];
  /** Name under which the values of other sources have it */
  ref?: string;
}

/** Where an Application's manifests are, and where they go. */
export interface ApplicationOptions {
  name: string;
  namespace: string;
  project: string;
  service: string;
  environment: string;
  sources: readonly Source[];
  destination: { server?: string; name?: string; namespace: string };
  annotations?: Readonly<Record<string, string>>;
  /** Version of the golden path that it has */
  goldenPath?: string;
}

/**
 * Has what an Application has deployed deleted along with it. As Argo CD does by default, but
 * Kubernetes warns of the shorter name, which has no path.
 */
export const CASCADE = 'resources-finalizer.argocd.argoproj.io/foreground';

/** A child of an App of Apps. Deleting its file deletes what it deployed. */
export function applicationOf(options: ApplicationOptions) {
  const { name, namespace, service, environment, annotations } = options;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace,
      finalizers: [CASCADE],
      labels: {
        [NAME_LABEL]: service,
        environment,
        [GOLDEN_PATH_LABEL]: options.goldenPath,
      },
      annotations,
    },
    spec: specOf(options),
  };
}

/**
 * Syncs by itself, and tries again: an ExternalSecret whose store is not ready yet fails the first
 * time.
 */
export function specOf({
  project,
  sources,
  destination,
  refreshOnRetry,
}: Pick<ApplicationOptions, 'project' | 'sources' | 'destination'> & {
  /** Whether the next try takes what was committed meanwhile */
  refreshOnRetry?: boolean;
}) {
  const [first, ...others] = sources.map(sourceOf);
  return {
    project,
    ...(others.length > 0
      ? { sources: [first, ...others] }
      : { source: first }),
    destination,
    syncPolicy: {
      automated: { prune: true, selfHeal: true },
      syncOptions: ['CreateNamespace=true'],
      retry: {
        limit: 3,
        backoff: { duration: '5s', factor: 2, maxDuration: '1m' },
        // Before Argo CD 3.2, the field is unknown, and what has it is never in sync
        refresh: refreshOnRetry || undefined,
      },
    },
  };
}

function sourceOf({
  repository,
  revision,
  path,
  chart,
  valueFiles,
  exclude,
  components,
  ref,
}: Source) {
  return {
    repoURL: repository,
    targetRevision: revision,
    path,
    chart,
    helm: valueFiles && { valueFiles },
    directory: exclude === undefined ? undefined : { exclude },
    kustomize: components && { components },
    ref,
  };
}
