/** What opens for one Application. */
export const details = {
  details: {
    title: '{{application}} in {{environment}}',
    open: 'Show details of {{application}}',
    loading: 'Loading details',
    errorTitle: "Details can't be loaded",
    links: 'Links',
    link: '{{title}}, {{host}}, opens in a new tab',
    source: 'Source',
    sources: 'Sources',
    target: 'of {{revision}}',
    commit: 'Commit {{revision}}, opens in a new tab',
    operation: 'Last operation',
    log: 'Last lines of {{name}}',
    logProblem: 'The log of {{name}} could not be read: {{reason}}',
    logEmpty: '{{name}} wrote nothing.',
    logForbidden:
      'The portal may not read the log of {{name}} in Argo CD (logs, get).',
    history: 'Deployments',
    by: 'by {{name}}',
    never: 'Argo CD has recorded no deployment.',
    unavailable: {
      syncWindows: "The sync windows can't be read. {{reason}}",
      externalSecret: "ExternalSecret {{name}} can't be read. {{reason}}",
    },
  },
} as const;
