/** What the Applications of a team may deploy, from where and to where. */
export interface AppProjectOptions {
  name: string;
  namespace: string;
  description?: string;
  /** Addresses of repositories */
  repositories: readonly string[];
  destinations: readonly {
    server?: string;
    name?: string;
    namespace: string;
  }[];
  windows: readonly SyncWindow[];
}

/** When Argo CD may sync. */
export interface SyncWindow {
  kind: 'allow' | 'deny';
  /** Of cron */
  schedule: string;
  /** Such as 8h */
  duration: string;
  timeZone?: string;
  description?: string;
  /** Patterns of names */
  applications: readonly string[];
  manualSync?: boolean;
}

/** Quotas and limits are for the platform to set, not for who is limited by them. */
const OF_THE_PLATFORM = ['ResourceQuota', 'LimitRange'];

export function appProjectOf(options: AppProjectOptions) {
  const { name, namespace, description, windows } = options;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name, namespace },
    spec: {
      description,
      sourceRepos: options.repositories,
      destinations: options.destinations,
      // Argo CD asks for it where an Application has its namespace created (CreateNamespace=true)
      clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
      namespaceResourceBlacklist: OF_THE_PLATFORM.map(kind => ({
        group: '',
        kind,
      })),
      syncWindows: windows.length > 0 ? windows : undefined,
    },
  };
}
