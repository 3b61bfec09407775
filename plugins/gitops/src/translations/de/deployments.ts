export const deployments = {
  'card.title': 'Deployments',
  'card.environments': 'Umgebungen in der Reihenfolge der Promotion',
  'card.loading': 'Deployments werden geladen',
  'card.noEnvironment': 'Keine Umgebung',
  'card.goldenPath': 'Golden Path {{version}}',
  'summary.attention_one': '{{count}} von {{total}} braucht Aufmerksamkeit',
  'summary.attention_other': '{{count}} von {{total}} brauchen Aufmerksamkeit',
  'summary.stale': '{{number}} von {{total}} nicht aktuell',
  'summary.alsoStale': '{{number}} nicht aktuell',
  'state.healthy': 'Gesund',
  'state.deploying': 'Wird deployt',
  'state.waiting': 'Wartet',
  'state.suspended': 'Pausiert',
  'state.notDeployed': 'Nicht deployt',
  'state.outOfSync': 'Nicht synchron',
  'state.unknown': 'Unbekannt',
  'state.degraded': 'Beeinträchtigt',
  'state.failed': 'Fehlgeschlagen',
  'lastState.healthy': 'War gesund',
  'lastState.deploying': 'War im Deployment',
  'lastState.waiting': 'Wartete',
  'lastState.suspended': 'War pausiert',
  'lastState.notDeployed': 'War nicht deployt',
  'lastState.outOfSync': 'War nicht synchron',
  'lastState.unknown': 'Unbekannt',
  'lastState.degraded': 'War beeinträchtigt',
  'lastState.failed': 'War fehlgeschlagen',
  'version.deploying': '{{running}} läuft, {{wanted}} wird gerade deployt',
  'version.wanted': '{{version}} in Git',
  'version.nothingRuns': 'Es läuft nichts',
  'version.notReported': 'Version unbekannt',
  'version.several_one': '{{count}} Version',
  'version.several_other': '{{count}} Versionen',
  'applications.count_one': '{{count}} Application',
  'applications.count_other': '{{count}} Applications',
  'applications.toggle_one': '{{count}} Application in {{environment}}',
  'applications.toggle_other': '{{count}} Applications in {{environment}}',
  'applications.open':
    '{{application}} in Argo CD {{instance}}, öffnet in neuem Tab',
  'applications.openVisible': '{{application}} in Argo CD öffnen',
  'applications.sameName':
    '{{application}} gibt es in den Namespaces {{namespaces}}.',
  'previews.title': 'Vorschauen von Pull Requests',
  'previews.note':
    'Sie gehören zu keiner Umgebung und werden gelöscht, wenn ihr Pull Request geschlossen wird.',
  'previews.open': 'Pull Request {{number}}, öffnet in neuem Tab',
  'previews.all': 'Alle {{count}} Vorschauen zeigen',
  'previews.fewer': 'Die neuesten {{count}} zeigen',
  'actions.menu': 'Argo-CD-Aktionen für {{environment}}',
  'actions.refresh': 'Aktualisieren',
  'actions.sync': 'Auf {{revision}} synchronisieren',
  'actions.refreshSecrets': 'Secrets aktualisieren',
  'actions.question':
    '{{application}} auf {{revision}} synchronisieren? Damit wird es deployt.',
  'actions.syncNow': 'Synchronisieren',
  'actions.running.refresh': 'Argo CD vergleicht {{application}} mit Git.',
  'actions.running.sync':
    'Die Synchronisierung von {{application}} auf {{revision}} wird gestartet.',
  'actions.running.refreshSecrets':
    'Die Secrets von {{application}} werden aktualisiert.',
  'actions.done.refresh':
    'Argo CD hat {{application}} erneut mit Git verglichen.',
  'actions.done.sync':
    'Argo CD synchronisiert jetzt {{application}} auf {{revision}}.',
  'actions.done.refreshSecrets':
    'Die Secrets von {{application}} werden aus ihrem Store gelesen.',
  'actions.failed.refresh': '{{application}} konnte nicht aktualisiert werden.',
  'actions.failed.sync':
    '{{application}} konnte nicht auf {{revision}} synchronisiert werden.',
  'actions.failed.refreshSecrets':
    'Die Secrets von {{application}} konnten nicht aktualisiert werden.',
  'stale.title': 'Kein Kontakt zu Argo CD {{instance}} seit {{time}}',
  'stale.affected_one': 'Für {{environments}} gilt der Stand von damals.',
  'stale.affected_other': 'Für {{environments}} gilt der Stand von damals.',
  'stale.othersAreCurrent': 'Die übrigen Umgebungen sind aktuell.',
  'stale.mayBeMissing':
    'Umgebungen, in die diese Instanz deployt, können hier fehlen.',
  'notUpdated.title': 'Nicht aktualisiert seit {{time}}',
  'problem.title': '{{annotation}} in catalog-info.yaml prüfen',
  'empty.title': 'Keine Application in Argo CD für diesen Service gefunden',
  'empty.lookedFor':
    'Gesucht wurde nach {{selector}}. Wenn die Applications anders heißen oder andere Labels haben, gehört dies in die catalog-info.yaml:',
  'empty.mayBeHidden':
    'Applications, die der Argo-CD-Account des Portals nicht sehen darf, erscheinen hier nicht.',
  'empty.instances': 'Durchsuchte Argo-CD-Instanzen: {{instances}}.',
  'empty.unknownTitle': 'Es ist nicht bekannt, was läuft',
  'empty.unknownText':
    'Derzeit ist keine Argo-CD-Instanz erreichbar. Gesucht wurde nach {{selector}}.',
  'empty.restrictedTitle':
    'Keine Application dieses Service ist für dich sichtbar',
  'empty.restrictedText':
    'Einige Umgebungen sind für dich ausgeblendet (gitops.deployment.read). In den übrigen passt nichts zu {{selector}}. Zugriff gewährt, wer die Berechtigungen verwaltet.',
  'empty.noInstances':
    'Es ist keine Argo-CD-Instanz konfiguriert, daher wurde nicht gesucht.',
  'empty.copy': 'Annotation kopieren',
  'empty.copied': 'Kopiert',
  'empty.copyFailed': 'Der Browser hat das Kopieren nicht erlaubt',
  'change.versioned': '{{environment}}: {{state}}, {{version}}.',
  'change.gone': '{{environment}} wird nicht mehr aufgeführt.',
};
