import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** @public */
export const gitopsTranslationRef = createTranslationRef({
  id: 'gitops',
  messages: {
    card: {
      title: 'Deployments',
      environments: 'Environments, in the order of promotion',
      loading: 'Loading deployments',
      noEnvironment: 'No environment',
    },
    summary: {
      attention_one: '{{count}} of {{total}} needs attention',
      attention_other: '{{count}} of {{total}} need attention',
      stale: '{{number}} of {{total}} not current',
      alsoStale: '{{number}} not current',
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
      unknown: 'Was unknown',
      degraded: 'Was degraded',
      failed: 'Had failed',
    },
    version: {
      deploying: '{{running}} runs, {{wanted}} is being deployed',
      wanted: '{{version}} wanted',
      nothingRuns: 'Nothing runs',
      notReported: 'Not reported',
    },
    time: {
      moments: 'now',
      minutes: '{{number}} min',
      hours: '{{number}} h',
      days: '{{number}} d',
      years: '{{number}} y',
      momentsLong: 'since just now',
      minutesLong_one: 'for {{count}} minute',
      minutesLong_other: 'for {{count}} minutes',
      hoursLong_one: 'for {{count}} hour',
      hoursLong_other: 'for {{count}} hours',
      daysLong_one: 'for {{count}} day',
      daysLong_other: 'for {{count}} days',
      yearsLong_one: 'for {{count}} year',
      yearsLong_other: 'for {{count}} years',
      since: 'Since {{time}}',
      asOf: 'as of {{time}}',
      asOfFull: 'Last known state, as of {{time}}',
    },
    reason: {
      label: 'Reason',
      showAll: 'Show all',
      showLess: 'Show less',
    },
    applications: {
      count_one: '{{count}} Application',
      count_other: '{{count}} Applications',
      toggle_one: '{{count}} Application in {{environment}}',
      toggle_other: '{{count}} Applications in {{environment}}',
      open: '{{application}} in Argo CD {{instance}}, opens in a new tab',
      openVisible: 'Open {{application}} in Argo CD',
    },
    stale: {
      title: 'Argo CD {{instance}} has not been read since {{time}}',
      affected_one: '{{environments}} is shown as it was then.',
      affected_other: '{{environments}} are shown as they were then.',
      othersAreCurrent: 'The other environments are current.',
      mayBeMissing: 'Environments that it deploys to may be missing here.',
    },
    notUpdated: {
      title: 'Not updated since {{time}}',
    },
    problem: {
      title: "The annotation {{annotation}} can't be used",
    },
    empty: {
      title: 'No Application of this service is visible to the portal',
      lookedFor:
        'Looked for {{selector}}. If your Applications are named or labelled differently, say so in catalog-info.yaml:',
      mayBeHidden:
        'Applications that the portal may not see in Argo CD are not found.',
      instances: 'Argo CD instances searched: {{instances}}.',
      unknownTitle: 'What runs of this service is not known',
      unknownText:
        'No Argo CD instance can be read at present. Looked for {{selector}}.',
      noInstances:
        'No Argo CD instance is configured, so nothing was searched.',
      copy: 'Copy the annotation',
      copied: 'Copied',
      copyFailed: 'The browser did not allow copying',
    },
    error: {
      title: "Deployments can't be loaded",
      answered: 'The GitOps backend answered {{status}}: {{message}}',
      unreachable: 'The GitOps backend did not answer: {{message}}',
      serviceIsFine: 'This says nothing about the service itself.',
      retry: 'Retry',
      retrying: 'Trying again',
      nextTry: 'Next try in {{seconds}} s',
    },
    change: {
      versioned: '{{environment}}: {{state}}, {{version}}.',
      gone: '{{environment}} is no longer listed.',
    },
    instances: {
      title: 'Argo CD instances',
      loading: 'Loading Argo CD instances',
      errorTitle: "Argo CD instances can't be loaded",
      emptyTitle: 'No Argo CD instance is configured',
      emptyText: 'Name one in app-config.yaml under gitops.argocd.instances:',
      status: {
        connecting: 'Connecting',
        connected: 'Connected',
        stale: 'Not current',
      },
      applications: 'Applications',
      malformedText_one:
        '{{count}} listed item could not be understood and is not shown.',
      malformedText_other:
        '{{count}} listed items could not be understood and are not shown.',
      lastList: 'Last complete list',
      lastEvent: 'Last sign of life',
      never: 'Never',
      ago: '{{duration}} ago',
      staleSince: 'Not current since {{time}}',
      connectingText:
        'The first list has not been read yet. Nothing is known of its Applications.',
      advice: 'What to do',
      open: 'Argo CD {{instance}}, opens in a new tab',
    },
  },
});
