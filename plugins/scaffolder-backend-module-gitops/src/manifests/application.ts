import { NAME_LABEL } from './workload';

/** Where an Application's manifests are, and where they go. */
export interface ApplicationOptions {
  name: string;
  namespace: string;
  project: string;
  service: string;
  environment: string;
  repository: string;
  branch: string;
  path: string;
  /** Files of values, where the source is a chart */
  valueFiles?: readonly string[];
  destination: { server?: string; name?: string; namespace: string };
  annotations?: Readonly<Record<string, string>>;
}

/** A child of an App of Apps. Deleting its file deletes what it deployed. */
export function applicationOf(options: ApplicationOptions) {
  const { name, namespace, service, environment, annotations } = options;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace,
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
      labels: { [NAME_LABEL]: service, environment },
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
  repository,
  branch,
  path,
  valueFiles,
  destination,
}: Omit<ApplicationOptions, 'name' | 'service' | 'environment'>) {
  return {
    project,
    source: {
      repoURL: repository,
      targetRevision: branch,
      path,
      helm: valueFiles && { valueFiles },
    },
    destination,
    syncPolicy: {
      automated: { prune: true, selfHeal: true },
      syncOptions: ['CreateNamespace=true'],
      retry: {
        limit: 3,
        backoff: { duration: '5s', factor: 2, maxDuration: '1m' },
      },
    },
  };
}
