export const comparison = {
  'comparison.open': 'Umgebungen vergleichen',
  'comparison.title': 'Umgebungen von {{service}} vergleichen',
  'comparison.from': 'Vergleiche',
  'comparison.to': 'mit',
  'comparison.sameEnvironment': 'Zwei verschiedene Umgebungen auswählen.',
  'comparison.loading': 'Die Umgebungen werden verglichen',
  'comparison.failed': 'Die Konfiguration lässt sich nicht vergleichen',
  'comparison.forbidden':
    'Die Konfiguration dieses Service ist für dich nicht sichtbar (gitops.changes.read).',
  'comparison.runs': 'In {{environment}} läuft {{version}}',
  'comparison.files': 'Konfiguration in Git',
  'comparison.legend': '- {{from}}, + {{to}}. Geheime Werte sind verdeckt.',
  'comparison.same_one': '{{count}} Datei ist in beiden gleich.',
  'comparison.same_other': '{{count}} Dateien sind in beiden gleich.',
  'comparison.hidden': 'Nicht gezeigt, weil Secrets darin stehen: {{files}}.',
  'comparison.partial':
    'Nicht jede Datei wurde verglichen: Unterordner, große Dateien und Dateien anderer Repositorys fehlen.',
  'comparison.rendered': 'Gerenderte Manifeste',
  'comparison.showRendered': 'Vergleichen, was Argo CD rendert',
  'comparison.hideRendered': 'Ausblenden, was Argo CD rendert',
  'comparison.loadingRendered': 'Argo CD rendert beide Umgebungen',
  'comparison.renderedFailed':
    'Die gerenderten Manifeste lassen sich nicht vergleichen',
  'comparison.renderedAt': '{{environment}} gerendert mit {{revision}}',
  'comparison.renderedNow':
    '{{environment}} gerendert mit dem aktuellen Stand der Quellen',
  'comparison.notCompared':
    'Namen, Namespaces und Tracking-Labels werden nicht verglichen. Geheime Werte sind verdeckt.',
  'comparison.sameResources_one': '{{count}} Ressource ist in beiden gleich.',
  'comparison.sameResources_other':
    '{{count}} Ressourcen sind in beiden gleich.',
  'comparison.secrets_one':
    '{{count}} Secret gibt es in beiden; es wird nicht verglichen.',
  'comparison.secrets_other':
    '{{count}} Secrets gibt es in beiden; sie werden nicht verglichen.',
  'comparison.onlyIn': 'Nur in {{environment}}',
  'comparison.field': 'Feld',
  'comparison.notSet': 'nicht gesetzt',
  'comparison.moreFields_one': '{{count}} weiteres Feld weicht ab.',
  'comparison.moreFields_other': '{{count}} weitere Felder weichen ab.',
  'comparison.moreResources_one': '{{count}} weitere Ressource weicht ab.',
  'comparison.moreResources_other': '{{count}} weitere Ressourcen weichen ab.',
  'comparison.keys': 'Secret-Schlüssel',
  'comparison.sameKeys': 'Beide deklarieren dieselben Schlüssel.',
  'comparison.keysUnreadable':
    'Einige der Schlüssel konnten nicht gelesen werden.',
  'comparison.key': '{{key}}: {{fromState}} in {{from}}, {{toState}} in {{to}}',
  'comparison.keyStates.ready': 'bereit',
  'comparison.keyStates.missing': 'fehlt im Store',
  'comparison.keyStates.notConfirmed': 'nicht bestätigt',
  'comparison.keyStates.absent': 'nicht deklariert',
};
