import {
  ApiBlueprint,
  createFrontendPlugin,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiGitBranchLine } from '@remixicon/react';
import { GitopsClient } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from './api';
import { isGitopsAvailable } from './isGitopsAvailable';
import { rootRouteRef } from './routes';

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
    loader: () =>
      import('./deployments/EntityDeploymentsCard').then(m => (
        <m.EntityDeploymentsCard />
      )),
  },
});

const page = PageBlueprint.make({
  params: {
    path: '/gitops',
    title: 'GitOps',
    routeRef: rootRouteRef,
    loader: () =>
      import('./instances/InstancesContent').then(m => <m.InstancesContent />),
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
  extensions: [api, deploymentsCard, page],
});
