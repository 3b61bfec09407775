/** Releases of several services: the dialog that plans one, and the panel that follows it. */
export const releases = {
  release: {
    ask: 'Promote …',
    tooMany: 'At most {{most}} services can be promoted together.',
    title_one: 'Promote {{count}} service',
    title_other: 'Promote {{count}} services',
    rollbackTitle: 'Roll back the release in {{environment}}',
    to: 'To',
    from: 'From',
    failed: "Couldn't work out the release",
    services: 'Services',
    gateOf: '{{gate}} of {{service}}',
    serviceCount_one: '{{count}} service',
    serviceCount_other: '{{count}} services',
    pullRequests_one: '{{count}} pull request',
    pullRequests_other: '{{count}} pull requests',
    opens_one:
      'Opens {{count}} pull request in {{repositories}} for {{services}}.',
    opens_other:
      'Opens {{count}} pull requests in {{repositories}} for {{services}}.',
    left_one: '{{count}} service is left out.',
    left_other: '{{count}} services are left out.',
    deploys: 'Someone else reviews; merging deploys.',
    someWait:
      'Someone else reviews; merging alone does not deploy all of them.',
    nothingComes: 'No service is selected.',
    open_one: 'Open pull request',
    open_other: 'Open {{count}} pull requests',
    overrideAndOpen_one: 'Override and open pull request',
    overrideAndOpen_other: 'Override and open {{count}} pull requests',
    panelTitle_one: 'Release of {{count}} service to {{environment}}',
    panelTitle_other: 'Release of {{count}} services to {{environment}}',
    panelRollback_one: 'Rollback of {{count}} service in {{environment}}',
    panelRollback_other: 'Rollback of {{count}} services in {{environment}}',
    loading: 'Loading the release',
    errorTitle: "This release can't be loaded",
    hidden_one: '{{count}} more service that you may not see',
    hidden_other: '{{count}} more services that you may not see',
    details: 'Details of {{service}}',
    mergeAll: 'Merge all',
    mergeQuestion_one:
      'Merge the pull request? This deploys {{services}} to {{environment}}.',
    mergeQuestion_other:
      'Merge {{count}} pull requests? This deploys {{services}} to {{environment}}.',
    rollback: 'Roll back all',
    partlySucceeded: 'Partly succeeded',
  },
} as const;
