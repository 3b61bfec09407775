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
      'Promotions appear here until their version runs. Choose another state to see those that have ended.',
    noneTitle: 'No promotions match',
    noneText:
      'Choose another state or environment, or shorten the search text.',
    more: 'Show more',
    export: 'Export as CSV',
    exportUse: 'Exports what is shown, with all times and who merged.',
  },
} as const;
