export const instances = {
  'page.title': 'GitOps',
  'pages.fleet': 'Flotte',
  'pages.promotions': 'Promotions',
  'pages.freezes': 'Freezes',
  'pages.application-sets': 'ApplicationSets',
  'pages.unclaimed': 'Ohne Zuordnung',
  'pages.metrics': 'Metriken',
  'pages.instances': 'Instanzen',
  'instances.title': 'Argo-CD-Instanzen',
  'instances.loading': 'Argo-CD-Instanzen werden geladen',
  'instances.errorTitle': 'Argo-CD-Instanzen konnten nicht geladen werden',
  'instances.forbidden':
    'Du darfst die Argo-CD-Instanzen nicht sehen (gitops.instance.read)',
  'instances.emptyTitle': 'Keine Argo-CD-Instanz ist konfiguriert',
  'instances.emptyText':
    'Eine Instanz gehört in die app-config.yaml unter gitops.argocd.instances:',
  'instances.copy': 'Konfiguration kopieren',
  'instances.status.connecting': 'Wird verbunden',
  'instances.status.connected': 'Verbunden',
  'instances.status.stale': 'Nicht aktuell',
  'instances.applications': 'Applications',
  'instances.malformedText_one':
    '{{count}} Eintrag der Liste war nicht lesbar und wird nicht angezeigt.',
  'instances.malformedText_other':
    '{{count}} Einträge der Liste waren nicht lesbar und werden nicht angezeigt.',
  'instances.lastList': 'Letzte vollständige Liste',
  'instances.lastEvent': 'Letztes Ereignis',
  'instances.never': 'Nie',
  'instances.staleSince': 'Nicht aktuell seit {{time}}',
  'instances.connectingText': 'Die erste Liste der Applications wird gelesen.',
  'instances.advice': 'Was zu tun ist',
  'instances.open': '{{url}}, Argo CD {{instance}}, öffnet in neuem Tab',
};
