/** The page of the promotions of all services. */
export const promotionLists = {
  allPromotions: {
    title: 'Promotions',
    search: 'Search promotions',
    searchUse: 'Service, version or requester',
    states: 'State',
    underWay: 'Under way',
    waiting: 'Waiting for review',
    deploying: 'Being deployed',
    failed: 'Failed',
    all: 'All',
    environment: 'Environment',
    everyEnvironment: 'All environments',
    service: 'Service',
    waitsFor: 'Waits for',
    heldBy: 'held by {{gate}}',
    anyReviewer: 'a review',
    since: 'Since',
    pullRequest: 'Pull request',
    forbidden: "You can't see promotions (gitops.promotion.read)",
    details:
      'Details of {{service}} {{version}} to {{environment}}, {{result}}',
    idleTitle: 'Nothing is under way',
    idleText:
      'What is promoted appears here until it runs. What is over is under another state.',
    noneTitle: 'No promotions match',
    noneText: 'Choose another state or environment, or search for less.',
    more: 'Show more',
    export: 'Export as CSV',
    exportUse: 'Of what is shown, with all times and who merged.',
  },
} as const;
