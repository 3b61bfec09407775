export const applicationSets = {
  'applicationSets.title': 'ApplicationSets',
  'applicationSets.loading': 'ApplicationSets werden geladen',
  'applicationSets.errorTitle': 'ApplicationSets konnten nicht geladen werden',
  'applicationSets.restricted':
    'Einige ApplicationSets erzeugen Applications, die du nicht sehen darfst, und werden nicht angezeigt.',
  'applicationSets.read': 'Gelistet',
  'applicationSets.notRead':
    'Nicht gelistet: Hier ist keine erzeugte Application bekannt.',
  'applicationSets.none':
    'Kein ApplicationSet ist sichtbar. Prüfe, ob der Account des Portals das Recht applicationsets, get hat.',
  'applicationSets.of': 'ApplicationSets von {{instance}}',
  'applicationSets.name': 'ApplicationSet',
  'applicationSets.applications': 'Applications',
  'applicationSets.rollout': 'Rollout',
  'applicationSets.conditions': 'Conditions',
  'applicationSets.noConditions': 'Nichts gemeldet',
  'applicationSets.noSteps': 'Alle auf einmal',
  'applicationSets.step': 'Schritt {{number}}: {{states}}',
  'setCondition.ErrorOccurred.True': 'Meldet einen Fehler',
  'setCondition.ErrorOccurred.False': 'Kein Fehler',
  'setCondition.ParametersGenerated.True': 'Die Generatoren funktionieren',
  'setCondition.ParametersGenerated.False': 'Die Generatoren schlagen fehl',
  'setCondition.ResourcesUpToDate.True': 'Die Applications sind aktuell',
  'setCondition.ResourcesUpToDate.False': 'Die Applications sind nicht aktuell',
  'setCondition.RolloutProgressing.True': 'Ein Rollout läuft',
  'setCondition.RolloutProgressing.False': 'Kein Rollout läuft',
};
