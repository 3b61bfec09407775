export const promotionLists = {
  'allPromotions.title': 'Promotions',
  'allPromotions.search': 'Promotions suchen',
  'allPromotions.searchUse': 'Service, Version oder Person',
  'allPromotions.states': 'Status',
  'allPromotions.underWay': 'Unterwegs',
  'allPromotions.waiting': 'Wartet auf Review',
  'allPromotions.deploying': 'Wird deployt',
  'allPromotions.failed': 'Fehlgeschlagen',
  'allPromotions.all': 'Alle',
  'allPromotions.environment': 'Umgebung',
  'allPromotions.everyEnvironment': 'Alle Umgebungen',
  'allPromotions.service': 'Service',
  'allPromotions.waitsFor': 'Wartet auf',
  'allPromotions.heldBy': 'aufgehalten durch {{gate}}',
  'allPromotions.anyReviewer': 'ein Review',
  'allPromotions.since': 'Seit',
  'allPromotions.pullRequest': 'Pull Request',
  'allPromotions.forbidden':
    'Du darfst Promotions nicht sehen (gitops.promotion.read)',
  'allPromotions.details':
    'Details zu {{service}} {{version}} nach {{environment}}, {{result}}',
  'allPromotions.idleTitle': 'Nichts ist unterwegs',
  'allPromotions.idleText':
    'Promotions stehen hier, bis ihre Version läuft. Abgeschlossene zeigt ein anderer Status.',
  'allPromotions.noneTitle': 'Keine passenden Promotions',
  'allPromotions.noneText':
    'Einen anderen Status oder eine andere Umgebung wählen oder den Suchtext kürzen.',
  'allPromotions.more': 'Mehr anzeigen',
  'allPromotions.export': 'Als CSV exportieren',
  'allPromotions.exportUse':
    'Exportiert, was angezeigt wird, mit allen Zeiten und wer gemergt hat.',
};
