export const details = {
  'details.title': '{{application}} in {{environment}}',
  'details.open': 'Details von {{application}} anzeigen',
  'details.loading': 'Details werden geladen',
  'details.errorTitle': 'Details konnten nicht geladen werden',
  'details.links': 'Links',
  'details.link': '{{title}}, {{host}}, öffnet in neuem Tab',
  'details.source': 'Quelle',
  'details.sources': 'Quellen',
  'details.target': 'von {{revision}}',
  'details.commit': 'Commit {{revision}}, öffnet in neuem Tab',
  'details.operation': 'Letzte Operation',
  'details.log': 'Letzte Zeilen von {{name}}',
  'details.logProblem':
    'Das Log von {{name}} konnte nicht gelesen werden: {{reason}}',
  'details.logEmpty': '{{name}} hat nichts ausgegeben.',
  'details.logForbidden':
    'Das Portal darf das Log von {{name}} in Argo CD nicht lesen (logs, get).',
  'details.history': 'Deployments',
  'details.by': 'von {{name}}',
  'details.never': 'Argo CD hat kein Deployment verzeichnet.',
  'details.unavailable.syncWindows':
    'Die Sync Windows lassen sich nicht lesen. {{reason}}',
  'details.unavailable.externalSecret':
    'ExternalSecret {{name}} lässt sich nicht lesen. {{reason}}',
};
