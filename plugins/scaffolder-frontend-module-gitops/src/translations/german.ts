/** Every text of the form fields in German. */
export default {
  'field.required': 'Pflichtfeld',
  'serviceName.label': 'Name',
  'serviceName.description':
    'Kleinbuchstaben, Ziffern und Bindestriche. Der Service heißt überall so.',
  'serviceName.checking': 'Name wird geprüft…',
  'serviceName.free': 'Dieser Name ist im Katalog noch frei.',
  'serviceName.unknown':
    'Der Katalog ist gerade nicht erreichbar. Der Name wird später noch einmal geprüft.',
  'serviceName.problem.form':
    'Kleinbuchstaben, Ziffern und Bindestriche verwenden, mit einem Buchstaben am Anfang und einem Buchstaben oder einer Ziffer am Ende.',
  'serviceName.problem.reserved':
    'Dieser Name ist der Plattform vorbehalten. Einen anderen wählen.',
  'serviceName.problem.taken':
    '{{ref}} gibt es schon im Katalog. Einen anderen Namen wählen.',
  'serviceName.problem.tooLong_one':
    'Um {{count}} Zeichen kürzen: Zusammen mit {{suffix}} erlaubt Kubernetes {{most}} Zeichen.',
  'serviceName.problem.tooLong_other':
    'Um {{count}} Zeichen kürzen: Zusammen mit {{suffix}} erlaubt Kubernetes {{most}} Zeichen.',
  'ofEntity.copied': 'Aus {{name}} übernommen. Bei Bedarf ändern.',
  'ofEntity.differs': 'Im Katalog steht für {{name}}: {{value}}.',
  'ofEntity.nothing':
    '{{name}} hat dazu keinen Eintrag im Katalog. Bitte eintragen.',
  'ofEntity.failed':
    'Der Katalog ist gerade nicht erreichbar. Bitte eintragen.',
  'preview.label': 'Vorschau',
  'preview.description':
    'Führt die Vorlage aus, ohne etwas zu schreiben, und zeigt die Dateien.',
  'preview.run': 'Zeigen, was geschrieben würde',
  'preview.running': 'Vorlage wird ausgeführt…',
  'preview.shown': 'Noch ist nichts geschrieben.',
  'preview.nothing': 'Die Vorlage würde keine Dateien schreiben.',
  'preview.unavailable':
    'Diese Vorlage kann nicht zur Vorschau ausgeführt werden.',
  'preview.failed': 'Die Vorlage würde scheitern: {{message}}',
  'preview.files_one': '{{count}} Datei',
  'preview.files_other': '{{count}} Dateien',
  'preview.added': 'neu',
  'preview.changed': 'geändert',
  'preview.removed': 'gelöscht',
  'preview.notShown': 'Kein Text, oder zu lang zum Anzeigen.',
  'environments.label': 'Umgebungen',
  'environments.loading': 'Umgebungen werden geladen',
  'environments.arrival.imageUpdater':
    'automatisch durch Argo CD Image Updater',
  'environments.arrival.workflow': 'durch den Promotion-Workflow',
  'environments.arrival.pullRequest': 'durch einen geprüften Pull Request',
  'environments.notConfigured': 'in diesem Portal nicht konfiguriert',
  'environments.problem.noneChosen': 'Mindestens eine Umgebung auswählen.',
  'environments.problem.notNames':
    'Umgebungen müssen eine Liste von Namen sein.',
  'environments.empty.title': 'Keine Umgebung ist konfiguriert',
  'environments.empty.text':
    'Die Umgebungen gehören in der Reihenfolge der Promotion unter {{key}} in die app-config.yaml.',
  'environments.error.title': 'Umgebungen konnten nicht geladen werden',
  'environments.error.answered':
    'Das GitOps-Backend hat einen Fehler zurückgegeben ({{status}}): {{message}}',
  'environments.error.unreachable':
    'Das Backend des Portals ist nicht erreichbar.',
  'environments.error.timeout':
    'Das Backend des Portals hat nicht innerhalb von {{seconds}} s geantwortet.',
  'environments.error.retry': 'Erneut versuchen',
  'secretKeys.label': 'Secret-Schlüssel',
  'secretKeys.hint':
    'Nur Namen. Der Wert gehört in den Secret-Store und verlässt ihn nie.',
  'secretKeys.placeholders':
    '{environment} und {service} stehen für die Namen der jeweiligen Umgebung und des Services.',
  'secretKeys.none': 'Noch keine Secret-Schlüssel.',
  'secretKeys.name': 'Umgebungsvariable',
  'secretKeys.key': 'Schlüssel im Store',
  'secretKeys.property': 'Property',
  'secretKeys.optional': 'optional',
  'secretKeys.row': 'Secret-Schlüssel {{row}}',
  'secretKeys.nameOf': 'Umgebungsvariable, Zeile {{row}}',
  'secretKeys.keyOf': 'Schlüssel im Store, Zeile {{row}}',
  'secretKeys.propertyOf': 'Property, Zeile {{row}}',
  'secretKeys.add': 'Secret-Schlüssel hinzufügen',
  'secretKeys.remove': 'Zeile {{row}} entfernen',
  'secretKeys.removed': 'Zeile {{row}} wurde entfernt.',
  'secretKeys.inRow': 'Zeile {{row}}, {{column}}: {{problem}}',
  'secretKeys.problem.secret':
    'Das sieht nach dem Wert eines Secrets aus. Hierher gehören nur Namen, der Wert gehört in den Store.',
  'secretKeys.problem.nameMissing': 'Umgebungsvariable angeben.',
  'secretKeys.problem.name':
    'Erlaubt sind Buchstaben, Ziffern, _ . und -, am Anfang ein Buchstabe oder _.',
  'secretKeys.problem.duplicate':
    'Dieser Name wird schon in einer anderen Zeile verwendet.',
  'secretKeys.problem.keyMissing': 'Schlüssel im Store angeben.',
  'secretKeys.problem.path':
    'Ein Pfad wie {environment}/{service}/database: Buchstaben, Ziffern und {{signs}}.',
  'secretKeys.problem.entryName':
    'Erlaubt sind Buchstaben, Ziffern und {{signs}} sowie die Platzhalter {environment} und {service}.',
  'secretKeys.problem.foreign':
    'Am Anfang muss {{prefixes}} stehen. Andere Schlüssel im Store gehören anderen Services.',
  'secretKeys.problem.property': 'Erlaubt sind Buchstaben, Ziffern, _ . und -.',
  'secretKeys.problem.tooLong_one': 'Höchstens {{count}} Zeichen.',
  'secretKeys.problem.tooLong_other': 'Höchstens {{count}} Zeichen.',
  'repository.label': 'GitOps-Repository',
  'repository.description': 'Hier wird der Pull Request geöffnet.',
  'repository.choose': 'Repository auswählen',
  'repository.problem.missing': 'URL des Repositorys angeben.',
  'repository.problem.notAddress':
    'Vollständige URL des Repositorys angeben, zum Beispiel https://git.example.com/team/manifests.',
  'repository.problem.insecure': 'Die URL muss mit https:// beginnen.',
  'repository.problem.credentials':
    'Benutzername und Passwort aus der URL entfernen.',
  'repository.problem.extra': 'Alles ab ? oder # entfernen.',
  'repository.problem.incomplete':
    'Owner und Repository angeben, wie in https://git.example.com/team/manifests.',
  'repository.problem.notListed':
    'Eines der aufgeführten Repositorys auswählen.',
  'repository.problem.unknownHost':
    '{{host}} ist in diesem Portal nicht konfiguriert. Der Host gehört unter {{key}} in die app-config.yaml, in die Liste seiner Art: github, gitlab, gitea und so weiter.',
};
