/** The page of delivery metrics. */
export const metrics = {
  metrics: {
    title: 'Delivery metrics',
    loading: 'Loading delivery metrics',
    errorTitle: "Delivery metrics can't be loaded",
    forbidden: "You can't see deployments (gitops.deployment.read)",
    noEnvironment: 'There is no environment yet.',
    filters: 'What is counted',
    filter: {
      environment: 'Environment',
      owner: 'Owner',
      system: 'System',
      service: 'Service',
      weeks: 'Window',
    },
    every: {
      owner: 'Every owner',
      system: 'Every system',
      service: 'Every service',
    },
    weeks_one: '{{count}} week and this one',
    weeks_other: '{{count}} weeks and this one',
    scope_one: '{{count}} service that you may see.',
    scope_other: '{{count}} services that you may see.',
    recordedSince: 'Recorded since {{day}}.',
    neverRecorded: 'No deployment has been recorded yet.',
    figures: 'Figures',
    tooFew: 'too few',
    p90: '90th percentile {{value}}',
    frequency: {
      title: 'Deployments per week',
      made_one: '{{count}} deployment succeeded.',
      made_other: '{{count}} deployments succeeded.',
      weeks_one: 'Median of {{count}} whole week.',
      weeks_other: 'Median of {{count}} whole weeks.',
      definition:
        'A deployment is a finished sync of one Application. It succeeded when what it deployed became healthy.',
    },
    leadTime: {
      title: 'Lead time',
      made_one: 'Median of {{count}} version.',
      made_other: 'Median of {{count}} versions.',
      definition:
        "From the start of a version's first deployment in {{first}} until it was healthy in {{environment}} for the first time.",
    },
    failures: {
      title: 'Failed deployments',
      made_one: '{{failed}} of {{count}} deployment.',
      made_other: '{{failed}} of {{count}} deployments.',
      unknown_one:
        '{{count}} more is not counted, because its result is unknown.',
      unknown_other:
        '{{count}} more are not counted, because their results are unknown.',
      definition: 'The sync failed, or what it deployed stayed unhealthy.',
    },
    restore: {
      title: 'Time to restore',
      made_one: 'Median of {{count}} failure.',
      made_other: 'Median of {{count}} failures.',
      open_one: '{{count}} Application is not healthy again yet.',
      open_other: '{{count}} Applications are not healthy again yet.',
      definition:
        'From the end of a failed deployment until its Application was healthy again.',
    },
    byWeek: 'By week',
    partial: '(not whole)',
    column: {
      week: 'Week of',
      succeeded: 'Succeeded',
      failed: 'Failed',
      leadTime: 'Lead time, median',
      restore: 'Time to restore, median',
    },
    counted: {
      title: 'Deployments counted',
      show: 'Show deployments',
      hide: 'Hide deployments',
      none: 'No deployment ended in this window.',
      service: 'Service',
      application: 'Application',
      version: 'Version',
      result: 'Result',
      ended: 'Ended',
      newest: 'Newest',
      older: 'Older',
    },
    result: {
      succeeded: 'Succeeded',
      failed: 'Failed',
      unknown: 'Not known',
    },
  },
} as const;
