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
    'Kein ApplicationSet ist sichtbar. Vielleicht fehlt dem Account des Portals das Recht applicationsets, get.',
  'applicationSets.of': 'ApplicationSets von {{instance}}',
  'applicationSets.name': 'ApplicationSet',
  'applicationSets.applications': 'Applications',
  'applicationSets.rollout': 'Rollout',
  'applicationSets.error': 'Fehler',
  'applicationSets.noSteps': 'Alle auf einmal',
  'applicationSets.step': 'Schritt {{number}}: {{states}}',
  'applicationSets.unsaid': 'Es meldet einen Fehler ohne Text.',
};
