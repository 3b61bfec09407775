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
