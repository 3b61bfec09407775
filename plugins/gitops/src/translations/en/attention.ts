/** Cards on the pages of owners, of systems, and on the home page. */
export const attention = {
  attention: {
    title: 'Needs attention',
    loading: 'Loading deployments',
    forbidden: "You can't see any deployments (gitops.deployment.read)",
    none: 'No service needs attention.',
    noServices: 'No service that belongs here is deployed.',
    stale_one: 'The present state of {{count}} deployment is not known.',
    stale_other: 'The present state of {{count}} deployments is not known.',
    restricted:
      'Some deployments are hidden from you (gitops.deployment.read).',
    more_one: 'Show {{count}} more',
    more_other: 'Show {{count}} more',
    reviews: 'Waiting for your review',
    reviewsFailed: "What waits for your review can't be loaded",
  },
  system: {
    title: 'Deployments of the components',
    component: 'Component',
    none: 'No component of this system is deployed.',
  },
} as const;
