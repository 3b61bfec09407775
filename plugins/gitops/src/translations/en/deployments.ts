/** The card of deployments. */
export const deployments = {
  card: {
    title: 'Deployments',
    environments: 'Environments in promotion order',
    loading: 'Loading deployments',
    noEnvironment: 'No environment',
    goldenPath: 'Golden path {{version}}',
  },
  summary: {
    attention_one: '{{count}} of {{total}} needs attention',
    attention_other: '{{count}} of {{total}} need attention',
    stale: '{{number}} of {{total}} out of date',
    alsoStale: '{{number}} out of date',
  },
  state: {
    healthy: 'Healthy',
    deploying: 'Deploying',
    waiting: 'Waiting',
    suspended: 'Suspended',
    notDeployed: 'Not deployed',
    outOfSync: 'Out of sync',
    unknown: 'Unknown',
    degraded: 'Degraded',
    failed: 'Failed',
  },
  lastState: {
    healthy: 'Was healthy',
    deploying: 'Was deploying',
    waiting: 'Was waiting',
    suspended: 'Was suspended',
    notDeployed: 'Was not deployed',
    outOfSync: 'Was out of sync',
    unknown: 'Unknown',
    degraded: 'Was degraded',
    failed: 'Had failed',
  },
  version: {
    deploying: '{{running}} is running, {{wanted}} is being deployed',
    wanted: '{{version}} in Git',
    nothingRuns: 'Nothing running',
    notReported: 'Version unknown',
    several_one: '{{count}} version',
    several_other: '{{count}} versions',
  },
  applications: {
    count_one: '{{count}} Application',
    count_other: '{{count}} Applications',
    toggle_one: '{{count}} Application in {{environment}}',
    toggle_other: '{{count}} Applications in {{environment}}',
    open: '{{application}} in Argo CD {{instance}}, opens in a new tab',
    openVisible: 'Open {{application}} in Argo CD',
    sameName: '{{application}} exists in the namespaces {{namespaces}}.',
  },
  previews: {
    title: 'Previews of pull requests',
    note: 'They belong to no environment, and are deleted when their pull requests are closed.',
    open: 'Pull request {{number}}, opens in a new tab',
    all: 'Show all {{count}} previews',
    fewer: 'Show the newest {{count}}',
  },
  actions: {
    menu: 'Argo CD actions for {{environment}}',
    refresh: 'Refresh',
    sync: 'Sync to {{revision}}',
    question: 'Sync {{application}} to {{revision}}? This deploys it.',
    syncNow: 'Sync',
    refreshSecrets: 'Refresh secrets',
    running: {
      refresh: 'Argo CD is comparing {{application}} with Git.',
      sync: 'Asking Argo CD to sync {{application}} to {{revision}}.',
      refreshSecrets: 'Refreshing the secrets of {{application}}.',
    },
    done: {
      refresh: 'Argo CD has compared {{application}} with Git again.',
      sync: 'Argo CD has started to sync {{application}} to {{revision}}.',
      refreshSecrets:
        'The secrets of {{application}} are being read from their store.',
    },
    failed: {
      refresh: 'Refreshing {{application}} failed.',
      sync: 'Syncing {{application}} to {{revision}} failed.',
      refreshSecrets: 'Refreshing the secrets of {{application}} failed.',
    },
  },
  stale: {
    title: 'No contact with Argo CD {{instance}} since {{time}}',
    affected_one: '{{environments}} is shown as of then.',
    affected_other: '{{environments}} are shown as of then.',
    othersAreCurrent: 'The other environments are up to date.',
    mayBeMissing: 'Environments that it deploys to may be missing here.',
  },
  notUpdated: {
    title: 'Not updated since {{time}}',
  },
  problem: {
    title: 'Check {{annotation}} in catalog-info.yaml',
  },
  empty: {
    title: 'No Argo CD Application found for this service',
    lookedFor:
      'Looked for {{selector}}. If your Applications are named or labelled differently, add this to catalog-info.yaml:',
    mayBeHidden:
      "Applications that the portal's Argo CD account can't see don't show up here.",
    instances: 'Argo CD instances searched: {{instances}}.',
    unknownTitle: "It isn't known what is running",
    unknownText:
      'None of the Argo CD instances can be reached right now. Looked for {{selector}}.',
    restrictedTitle: "You can't see any Application of this service",
    restrictedText:
      'Some environments are hidden from you (gitops.deployment.read). In the others nothing matches {{selector}}. Ask whoever manages permissions for access.',
    noInstances: 'No Argo CD instance is configured, so nothing was searched.',
    copy: 'Copy the annotation',
    copied: 'Copied',
    copyFailed: 'The browser did not allow copying',
  },
  change: {
    versioned: '{{environment}}: {{state}}, {{version}}.',
    gone: '{{environment}} is no longer listed.',
  },
} as const;
