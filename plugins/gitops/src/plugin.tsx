import {
  ApiBlueprint,
  createFrontendPlugin,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { RiGitBranchLine } from '@remixicon/react';
import { GitopsClient } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from './api';
import { isGitopsAvailable } from './isGitopsAvailable';
import { rootRouteRef } from './routes';
import { titles } from './translations/titles';

const loadFirst = () => import('./firstChunk');

const api = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: gitopsApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new GitopsClient({ fetchApi }),
    }),
});

const deploymentsCard = EntityCardBlueprint.make({
  name: 'deployments',
  params: {
    type: 'content',
    filter: isGitopsAvailable,
    loader: () => loadFirst().then(m => <m.EntityDeploymentsCard />),
  },
});

const promotionsContent = EntityContentBlueprint.make({
  name: 'promotions',
  params: {
    path: '/promotions',
    title: titles.promotions,
    group: 'deployment',
    filter: isGitopsAvailable,
    loader: () => loadFirst().then(m => <m.EntityPromotionsContent />),
  },
});

const page = PageBlueprint.make({
  params: {
    path: '/gitops',
    title: titles.page,
    routeRef: rootRouteRef,
    loader: () => loadFirst().then(m => <m.InstancesContent />),
  },
});

/**
 * GitOps for Backstage: what Argo CD runs of each service, on its page.
 *
 * @public
 */
export const gitopsPlugin = createFrontendPlugin({
  pluginId: 'gitops',
  title: 'GitOps',
  icon: <RiGitBranchLine />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef },
  extensions: [api, deploymentsCard, promotionsContent, page],
});
