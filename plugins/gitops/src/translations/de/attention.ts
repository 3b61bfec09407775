export const attention = {
  'attention.title': 'Braucht Aufmerksamkeit',
  'attention.loading': 'Deployments werden geladen',
  'attention.forbidden':
    'Du darfst keine Deployments sehen (gitops.deployment.read)',
  'attention.none': 'Kein Service braucht Aufmerksamkeit.',
  'attention.noServices': 'Hierzu ist kein Service deployt.',
  'attention.stale_one':
    'Der aktuelle Zustand von {{count}} Deployment ist nicht bekannt.',
  'attention.stale_other':
    'Der aktuelle Zustand von {{count}} Deployments ist nicht bekannt.',
  'attention.restricted':
    'Einige Deployments sind für dich ausgeblendet (gitops.deployment.read).',
  'attention.more_one': '{{count}} weiteren anzeigen',
  'attention.more_other': '{{count}} weitere anzeigen',
  'attention.reviews': 'Wartet auf dein Review',
  'attention.reviewsFailed':
    'Was auf dein Review wartet, konnte nicht geladen werden',
  'system.title': 'Deployments der Komponenten',
  'system.component': 'Komponente',
  'system.none': 'Keine Komponente dieses Systems ist deployt.',
};
