export const details = {
  'details.open': 'Details von {{application}} anzeigen',
  'details.loading': 'Details werden geladen',
  'details.errorTitle': 'Details konnten nicht geladen werden',
  'details.links': 'Links',
  'details.link': '{{title}}, {{host}}, öffnet in neuem Tab',
  'details.source': 'Quelle',
  'details.sources': 'Quellen',
  'details.target': 'von {{revision}}',
  'details.commit': 'Commit {{revision}}, öffnet in neuem Tab',
  'details.log': 'Letzte Zeilen von {{name}}',
  'details.logPod': 'Pod {{pod}}',
  'details.logContainer': 'Pod {{pod}}, Container {{container}}',
  'details.logFirstError': 'Erster Fehler',
  'details.logProblem':
    'Das Log von {{name}} konnte nicht gelesen werden: {{reason}}',
  'details.logEmpty': '{{name}} hat nichts ausgegeben.',
  'details.logForbidden':
    'Das Portal darf das Log von {{name}} in Argo CD nicht lesen (logs, get).',
  'details.unavailable.syncWindows':
    'Die Sync Windows lassen sich nicht lesen. {{reason}}',
  'details.unavailable.externalSecret':
    'ExternalSecret {{name}} lässt sich nicht lesen. {{reason}}',
};
