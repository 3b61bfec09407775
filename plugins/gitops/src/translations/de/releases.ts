export const releases = {
  'release.ask': 'Promoten …',
  'release.tooMany':
    'Höchstens {{most}} Services können zusammen promotet werden.',
  'release.title_one': '{{count}} Service promoten',
  'release.title_other': '{{count}} Services promoten',
  'release.rollbackTitle': 'Release in {{environment}} zurücksetzen',
  'release.to': 'Nach',
  'release.from': 'Von',
  'release.failed': 'Das Release konnte nicht ermittelt werden',
  'release.services': 'Services',
  'release.gateOf': '{{gate}} von {{service}}',
  'release.serviceCount_one': '{{count}} Service',
  'release.serviceCount_other': '{{count}} Services',
  'release.pullRequests_one': '{{count}} Pull Request',
  'release.pullRequests_other': '{{count}} Pull Requests',
  'release.opens_one':
    'Öffnet {{count}} Pull Request in {{repositories}} für {{services}}.',
  'release.opens_other':
    'Öffnet {{count}} Pull Requests in {{repositories}} für {{services}}.',
  'release.left_one': '{{count}} Service wird ausgelassen.',
  'release.left_other': '{{count}} Services werden ausgelassen.',
  'release.deploys': 'Jemand anderes prüft; mit dem Merge wird deployt.',
  'release.someWait':
    'Jemand anderes prüft; der Merge allein deployt nicht alle.',
  'release.nothingComes': 'Kein Service ist ausgewählt.',
  'release.open_one': 'Pull Request öffnen',
  'release.open_other': '{{count}} Pull Requests öffnen',
  'release.overrideAndOpen_one': 'Übergehen und Pull Request öffnen',
  'release.overrideAndOpen_other':
    'Übergehen und {{count}} Pull Requests öffnen',
  'release.panelTitle_one':
    'Release von {{count}} Service nach {{environment}}',
  'release.panelTitle_other':
    'Release von {{count}} Services nach {{environment}}',
  'release.panelRollback_one':
    'Rollback von {{count}} Service in {{environment}}',
  'release.panelRollback_other':
    'Rollback von {{count}} Services in {{environment}}',
  'release.loading': 'Das Release wird geladen',
  'release.errorTitle': 'Dieses Release konnte nicht geladen werden',
  'release.hidden_one': '{{count}} weiterer Service, den du nicht sehen darfst',
  'release.hidden_other':
    '{{count}} weitere Services, die du nicht sehen darfst',
  'release.details': 'Details zu {{service}}',
  'release.mergeAll': 'Alle mergen',
  'release.mergeQuestion_one':
    'Den Pull Request mergen? Damit wird {{services}} nach {{environment}} deployt.',
  'release.mergeQuestion_other':
    '{{count}} Pull Requests mergen? Damit wird {{services}} nach {{environment}} deployt.',
  'release.rollback': 'Alle zurücksetzen',
  'release.partlySucceeded': 'Teilweise erfolgreich',
};
