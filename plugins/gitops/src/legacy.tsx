/**
 * The same for apps that are built with `@backstage/app-defaults`: Backstage's former frontend
 * system.
 *
 * @packageDocumentation
 */
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { GitopsClient } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from './api';
import { isGitopsAvailable } from './isGitopsAvailable';
import { legacyRootRouteRef } from './legacyRoutes';
import { ForEntity } from './parts/ForEntity';

export { gitopsApiRef } from './api';
export { isGitopsAvailable } from './isGitopsAvailable';

/** @public */
export const gitopsPlugin = createPlugin({
  id: 'gitops',
  routes: { root: legacyRootRouteRef },
  apis: [
    createApiFactory({
      api: gitopsApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new GitopsClient({ fetchApi }),
    }),
  ],
});

/**
 * The card of deployments, for an entity page. It shows nothing for entities without deployments.
 *
 * @public
 */
export const EntityGitopsDeploymentsCard: () => JSX.Element | null =
  gitopsPlugin.provide(
    createComponentExtension({
      name: 'EntityGitopsDeploymentsCard',
      component: {
        lazy: () =>
          import(
            /* webpackChunkName: "gitops" */ './service/DeploymentsCard'
          ).then(m => () => (
            <ForEntity part={m.DeploymentsCard} filter={isGitopsAvailable} />
          )),
      },
    }),
  );

/**
 * The deployments of a service from the inside, for a tab of its entity page. The card leads to it
 * at the path `/deployments`.
 *
 * @public
 */
export const EntityDeploymentsContent: () => JSX.Element | null =
  gitopsPlugin.provide(
    createComponentExtension({
      name: 'EntityDeploymentsContent',
      component: {
        lazy: () =>
          import(
            /* webpackChunkName: "gitops" */ './deployment/DeploymentsContent'
          ).then(m => () => <ForEntity part={m.DeploymentsContent} />),
      },
    }),
  );

/**
 * The promotions of a service, for a tab of its entity page.
 *
 * @public
 */
export const EntityPromotionsContent: () => JSX.Element | null =
  gitopsPlugin.provide(
    createComponentExtension({
      name: 'EntityPromotionsContent',
      component: {
        lazy: () =>
          import(
            /* webpackChunkName: "gitops" */ './promotions/PromotionsContent'
          ).then(m => () => <ForEntity part={m.PromotionsContent} />),
      },
    }),
  );

/**
 * The page of GitOps with its sub-pages, for a route of the app.
 *
 * @public
 */
export const GitopsPage: () => JSX.Element | null = gitopsPlugin.provide(
  createRoutableExtension({
    name: 'GitopsPage',
    component: () =>
      import(/* webpackChunkName: "gitops" */ './pages/LegacyGitopsPage').then(
        m => m.LegacyGitopsPage,
      ),
    mountPoint: legacyRootRouteRef,
  }),
);

/**
 * What of the services of a group or user needs attention, for the page of a group or user.
 *
 * @public
 */
export const EntityGitopsAttentionCard: () => JSX.Element | null =
  gitopsPlugin.provide(
    createComponentExtension({
      name: 'EntityGitopsAttentionCard',
      component: {
        lazy: () =>
          import(
            /* webpackChunkName: "gitops" */ './attention/OwnerAttention'
          ).then(m => m.OwnerAttention),
      },
    }),
  );

/**
 * What of the services of its reader needs attention, and what they are to review, for a home page.
 *
 * @public
 */
export const HomePageGitopsAttention: () => JSX.Element | null =
  gitopsPlugin.provide(
    createComponentExtension({
      name: 'HomePageGitopsAttention',
      component: {
        lazy: () =>
          import(
            /* webpackChunkName: "gitops" */ './attention/ReadersAttention'
          ).then(m => m.ReadersAttention),
      },
    }),
  );

/**
 * The components of a system and what runs of each in every environment, for the page of a system.
 *
 * @public
 */
export const EntitySystemDeploymentsCard: () => JSX.Element | null =
  gitopsPlugin.provide(
    createComponentExtension({
      name: 'EntitySystemDeploymentsCard',
      component: {
        lazy: () =>
          import(
            /* webpackChunkName: "gitops" */ './system/SystemDeployments'
          ).then(m => () => <ForEntity part={m.SystemDeployments} />),
      },
    }),
  );
