import { Entity } from '@backstage/catalog-model';
import { fetchApiRef, identityApiRef } from '@backstage/core-plugin-api';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  mockApis,
  MockFetchApi,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen, within } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import {
  EntityGitopsAttentionCard,
  EntityDeploymentsContent,
  EntityGitopsDeploymentsCard,
  EntityPromotionsContent,
  EntitySystemDeploymentsCard,
  GitopsPage,
  HomePageGitopsAttention,
  gitopsApiRef,
  gitopsPlugin,
  isGitopsAvailable,
} from './legacy';
import { payments } from './__testUtils__/deployments';
import { FakeGitops } from './__testUtils__/FakeGitops';
import { cell, fleet } from './__testUtils__/fleet';
import { promotionIn } from './__testUtils__/promotions';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'payments', namespace: 'default' },
  spec: { type: 'service' },
};

describe('gitopsPlugin in the former frontend system', () => {
  it('shows the card on an entity page', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[gitopsApiRef, new FakeGitops(payments)]]}>
        <EntityProvider entity={entity}>
          <EntityGitopsDeploymentsCard />
        </EntityProvider>
      </TestApiProvider>,
    );
    expect(
      await screen.findByText('2 of 5 need attention'),
    ).toBeInTheDocument();
  });

  it('shows no card for an entity without deployments', async () => {
    const library = { ...entity, spec: { type: 'library' } };
    await renderInTestApp(
      <TestApiProvider apis={[[gitopsApiRef, new FakeGitops(payments)]]}>
        {[library, entity].map(each => (
          <EntityProvider key={`${each.spec?.type}`} entity={each}>
            <EntityGitopsDeploymentsCard />
          </EntityProvider>
        ))}
      </TestApiProvider>,
    );
    expect(await screen.findAllByText('2 of 5 need attention')).toHaveLength(1);
  });

  it('shows the deployments from the inside on an entity page', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[gitopsApiRef, new FakeGitops(payments)]]}>
        <EntityProvider entity={entity}>
          <EntityDeploymentsContent />
        </EntityProvider>
      </TestApiProvider>,
    );
    expect(
      await screen.findByRole('radio', { name: 'production' }),
    ).toBeChecked();
  });

  it('shows the promotions on an entity page', async () => {
    const gitops = Object.assign(new FakeGitops(payments), {
      promotionsAnswer: async () => [promotionIn.succeeded],
    });
    await renderInTestApp(
      <TestApiProvider apis={[[gitopsApiRef, gitops]]}>
        <EntityProvider entity={entity}>
          <EntityPromotionsContent />
        </EntityProvider>
      </TestApiProvider>,
    );
    expect(await screen.findByText('Succeeded')).toBeInTheDocument();
  });

  it('shows what needs attention to an owner and on a home page, and what runs of a system', async () => {
    const gitops = Object.assign(new FakeGitops(payments), {
      fleetAnswer: async () =>
        fleet({ payments: { production: cell({ state: 'failed' }) } }),
    });
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [gitopsApiRef, gitops],
          [
            identityApiRef,
            mockApis.identity({
              userEntityRef: 'user:default/mei',
              ownershipEntityRefs: ['user:default/mei'],
            }),
          ],
        ]}
      >
        <EntityProvider entity={{ ...entity, kind: 'Group' }}>
          <EntityGitopsAttentionCard />
        </EntityProvider>
        <EntityProvider entity={{ ...entity, kind: 'System' }}>
          <EntitySystemDeploymentsCard />
        </EntityProvider>
        <HomePageGitopsAttention />
      </TestApiProvider>,
      { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
    );
    expect(
      await screen.findAllByRole('heading', { name: 'Needs attention' }),
    ).toHaveLength(2);
    for (const link of await screen.findAllByRole('link', { name: 'payments' }))
      expect(link).toHaveAttribute(
        'href',
        '/catalog/default/component/payments',
      );
    expect(
      screen.getByRole('heading', { name: 'Deployments of the components' }),
    ).toBeInTheDocument();
  });

  it.each([
    ['/gitops', 'Fleet'],
    ['/gitops/instances', 'Argo CD instances'],
    ['/gitops/unknown', 'Fleet'],
  ])('shows %s with the same header and tabs', async (path, title) => {
    await renderInTestApp(
      <TestApiProvider apis={[[gitopsApiRef, new FakeGitops(payments)]]}>
        <Routes>
          <Route path="/gitops/*" element={<GitopsPage />} />
        </Routes>
      </TestApiProvider>,
      {
        mountedRoutes: { '/gitops': gitopsPlugin.routes.root },
        routeEntries: [path],
      },
    );
    expect(
      within(await screen.findByRole('main')).getByRole('heading', {
        level: 2,
        name: title,
      }),
    ).toBeInTheDocument();
    expect(screen.getByText('GitOps')).toBeInTheDocument();
    expect(
      screen.getAllByRole('tab').map(({ textContent }) => textContent),
    ).toEqual([
      'Fleet',
      'Promotions',
      'Freezes',
      'ApplicationSets',
      'Unclaimed Applications',
      'Delivery metrics',
      'Argo CD instances',
    ]);
  });

  it('provides the client', async () => {
    const [factory] = [...gitopsPlugin.getApis()];
    expect(factory.api.id).toBe(gitopsApiRef.id);
    const fetchApi = new MockFetchApi({
      baseImplementation: async () => Response.json(payments),
    });
    const client = factory.factory({ fetchApi }) as FakeGitops;
    expect(
      Object.keys(factory.deps).map(name => factory.deps[name].id),
    ).toEqual([fetchApiRef.id]);
    expect(
      await client.serviceDeployments('component:default/payments'),
    ).toEqual(payments);
  });
});

describe('isGitopsAvailable', () => {
  const component = (
    type: string | undefined,
    annotations?: Record<string, string>,
  ): Entity => ({
    ...entity,
    metadata: { ...entity.metadata, annotations },
    spec: { type },
  });

  it.each([
    ['a service', component('service'), true],
    ['a component without a type', component(undefined), true],
    ['a library', component('library'), false],
    [
      'a library that names its Applications',
      component('library', { 'argocd/app-name': 'payments' }),
      true,
    ],
    ['a system', { ...component('service'), kind: 'System' }, false],
    [
      'a system that names its Applications',
      {
        ...component(undefined, { 'argocd/app-selector': 'system=shop' }),
        kind: 'System',
      },
      true,
    ],
    [
      'a resource that names its Application',
      {
        ...component('database', { 'argocd/app-name': 'redis' }),
        kind: 'Resource',
      },
      true,
    ],
  ])('is right about %s', (_, candidate, expected) => {
    expect(isGitopsAvailable(candidate)).toBe(expected);
  });
});
