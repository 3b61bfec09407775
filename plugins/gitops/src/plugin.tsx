import {
  ApiBlueprint,
  createFrontendPlugin,
  fetchApiRef,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { RiGitBranchLine } from '@remixicon/react';
import { GitopsClient } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from './api';
import { isGitopsAvailable } from './isGitopsAvailable';
import { SubPageName, subPages } from './pages/subPages';
import { ForEntity } from './parts/ForEntity';
import { rootRouteRef } from './routes';
import { titles } from './translations/titles';

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
      import(/* webpackChunkName: "gitops" */ './service/DeploymentsCard').then(
        m => <ForEntity part={m.DeploymentsCard} />,
      ),
  },
});

const promotionsContent = EntityContentBlueprint.make({
  name: 'promotions',
  params: {
    path: '/promotions',
    title: titles.promotions,
    group: 'deployment',
    filter: isGitopsAvailable,
    loader: () =>
      import(
        /* webpackChunkName: "gitops" */ './promotions/PromotionsContent'
      ).then(m => <ForEntity part={m.PromotionsContent} />),
  },
});

const deploymentsContent = EntityContentBlueprint.make({
  name: 'deployments',
  params: {
    path: '/deployments',
    title: titles.deployments,
    group: 'deployment',
    filter: isGitopsAvailable,
    loader: () =>
      import(
        /* webpackChunkName: "gitops" */ './deployment/DeploymentsContent'
      ).then(m => <ForEntity part={m.DeploymentsContent} />),
  },
});

const attentionCard = EntityCardBlueprint.make({
  name: 'attention',
  params: {
    type: 'content',
    filter: { kind: { $in: ['group', 'user'] } },
    loader: () =>
      import(
        /* webpackChunkName: "gitops" */ './attention/OwnerAttention'
      ).then(m => <m.OwnerAttention />),
  },
});

const systemCard = EntityCardBlueprint.make({
  name: 'system-deployments',
  params: {
    type: 'content',
    filter: { kind: 'system' },
    loader: () =>
      import(
        /* webpackChunkName: "gitops" */ './system/SystemDeployments'
      ).then(m => <ForEntity part={m.SystemDeployments} />),
  },
});

const page = PageBlueprint.make({
  params: { path: '/gitops', title: titles.page, routeRef: rootRouteRef },
});

/** Each can be turned off, renamed and moved by configuration. */
function subPage<Name extends SubPageName>(name: Name) {
  return SubPageBlueprint.make({
    name,
    params: {
      path: name,
      title: titles.pages[name],
      loader: async () => {
        const Content = await subPages[name]();
        return <Content />;
      },
    },
  });
}

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
  extensions: [
    api,
    deploymentsCard,
    deploymentsContent,
    promotionsContent,
    page,
    attentionCard,
    systemCard,
    // In the order of their tabs
    subPage('fleet'),
    subPage('promotions'),
    subPage('freezes'),
    subPage('application-sets'),
    subPage('unclaimed'),
    subPage('metrics'),
    subPage('instances'),
  ],
});
