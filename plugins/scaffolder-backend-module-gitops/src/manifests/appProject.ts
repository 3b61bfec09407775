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
  /** Whether only the namespaces of the destinations are its own to create, change and delete */
  confineNamespaces: boolean;
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
  const { name, namespace, description, destinations, windows } = options;
  const namespaces = options.confineNamespaces
    ? new Set(destinations.map(one => one.namespace))
    : [undefined];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name, namespace },
    spec: {
      description,
      sourceRepos: options.repositories,
      destinations,
      // Argo CD asks for it where an Application has its namespace created (CreateNamespace=true)
      clusterResourceWhitelist: [...namespaces].map(pattern => ({
        group: '',
        kind: 'Namespace',
        name: pattern,
      })),
      namespaceResourceBlacklist: OF_THE_PLATFORM.map(kind => ({
        group: '',
        kind,
      })),
      syncWindows: windows.length > 0 ? windows : undefined,
    },
  };
}
