/** The page of Argo CD instances. */
export const instances = {
  page: {
    title: 'GitOps',
  },
  /** The tabs of its sub-pages */
  pages: {
    fleet: 'Fleet',
    promotions: 'Promotions',
    freezes: 'Freezes',
    'application-sets': 'ApplicationSets',
    unclaimed: 'Unclaimed Applications',
    metrics: 'Delivery metrics',
    instances: 'Argo CD instances',
  },
  instances: {
    title: 'Argo CD instances',
    loading: 'Loading Argo CD instances',
    errorTitle: "Argo CD instances can't be loaded",
    forbidden: "You can't see Argo CD instances (gitops.instance.read)",
    emptyTitle: 'No Argo CD instance is configured',
    emptyText: 'Add one to app-config.yaml under gitops.argocd.instances:',
    copy: 'Copy the configuration',
    status: {
      connecting: 'Connecting',
      connected: 'Connected',
      stale: 'Out of date',
    },
    applications: 'Applications',
    malformedText_one:
      "{{count}} listed item couldn't be parsed and is not shown.",
    malformedText_other:
      "{{count}} listed items couldn't be parsed and are not shown.",
    lastList: 'Last full list',
    lastEvent: 'Last event',
    never: 'Never',
    staleSince: 'Out of date since {{time}}',
    connectingText: 'Reading the first list of Applications.',
    advice: 'What to do',
    open: '{{url}}, Argo CD {{instance}}, opens in a new tab',
  },
} as const;
