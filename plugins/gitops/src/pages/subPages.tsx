import { ComponentType } from 'react';

/**
 * The sub-pages of `/gitops` by their path, in the order of their tabs: the first one is shown at
 * `/gitops`. Pages share much: an app's bundler would put a copy of it into each chunk, so they
 * share one.
 */
export const subPages = {
  fleet: () =>
    import(/* webpackChunkName: "gitops" */ '../fleet/FleetContent').then(
      m => m.FleetContent,
    ),
  promotions: () =>
    import(/* webpackChunkName: "gitops" */ './PromotionsPage').then(
      m => m.PromotionsPage,
    ),
  freezes: () =>
    import(
      /* webpackChunkName: "gitops" */ '../freezes/AllFreezesContent'
    ).then(m => m.AllFreezesContent),
  'application-sets': () =>
    import(
      /* webpackChunkName: "gitops" */ '../applicationSets/ApplicationSetsContent'
    ).then(m => m.ApplicationSetsContent),
  unclaimed: () =>
    import(/* webpackChunkName: "gitops" */ '../claims/UnclaimedContent').then(
      m => m.UnclaimedContent,
    ),
  metrics: () =>
    import(/* webpackChunkName: "gitops" */ '../metrics/MetricsContent').then(
      m => m.MetricsContent,
    ),
  instances: () =>
    import(
      /* webpackChunkName: "gitops" */ '../instances/InstancesContent'
    ).then(m => m.InstancesContent),
} satisfies Record<string, () => Promise<ComponentType>>;

export type SubPageName = keyof typeof subPages;
