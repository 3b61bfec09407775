/** What the tab of deployments shows of one Application. */
export const details = {
  details: {
    open: 'Show details of {{application}}',
    loading: 'Loading details',
    errorTitle: "Details can't be loaded",
    links: 'Links',
    link: '{{title}}, {{host}}, opens in a new tab',
    source: 'Source',
    sources: 'Sources',
    target: 'of {{revision}}',
    commit: 'Commit {{revision}}, opens in a new tab',
    log: 'Last lines of {{name}}',
    logPod: 'Pod {{pod}}',
    logContainer: 'Pod {{pod}}, container {{container}}',
    logFirstError: 'First error',
    logProblem: 'The log of {{name}} could not be read: {{reason}}',
    logEmpty: '{{name}} wrote nothing.',
    logForbidden:
      'The portal may not read the log of {{name}} in Argo CD (logs, get).',
    unavailable: {
      syncWindows: "The sync windows can't be read. {{reason}}",
      externalSecret: "ExternalSecret {{name}} can't be read. {{reason}}",
    },
  },
} as const;
