import { Entity } from '@backstage/catalog-model';
import {
  createExtensionTester,
  mockApis,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { screen, within } from '@testing-library/react';
import gitopsPlugin, { gitopsApiRef } from './index';
import { instances, payments } from './__testUtils__/deployments';
import { FakeGitops } from './__testUtils__/FakeGitops';
import { cell, fleet } from './__testUtils__/fleet';
import { promotionIn } from './__testUtils__/promotions';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'payments', namespace: 'default' },
  spec: { type: 'service' },
};

const tabs = [
  'Fleet',
  'Promotions',
  'Freezes',
  'ApplicationSets',
  'Unclaimed Applications',
  'Delivery metrics',
  'Argo CD instances',
];

describe('gitopsPlugin', () => {
  it('shows the card on the page of a component, also in an app without signals', async () => {
    const gitops = new FakeGitops(payments);
    renderTestApp({
      extensions: [
        createTestEntityPage({ entity }),
        gitopsPlugin.getExtension('entity-card:gitops/deployments'),
      ],
      apis: [[gitopsApiRef, gitops]],
    });
    expect(
      await screen.findByText('2 of 5 need attention'),
    ).toBeInTheDocument();
    expect(gitops.calls[0].entityRef).toBe('component:default/payments');
  });

  it('leaves the card out for what Argo CD does not deploy', () => {
    const card = createExtensionTester(
      gitopsPlugin.getExtension('entity-card:gitops/deployments'),
    );
    const filter = card.get(EntityCardBlueprint.dataRefs.filterFunction);
    expect(filter?.(entity)).toBe(true);
    expect(filter?.({ ...entity, spec: { type: 'library' } })).toBe(false);
  });

  it('takes another filter from the configuration', () => {
    const card = createExtensionTester(
      gitopsPlugin.getExtension('entity-card:gitops/deployments'),
      {
        config: { filter: { kind: 'system' } },
      },
    );
    const filter = card.get(EntityCardBlueprint.dataRefs.filterFunction);
    expect(filter?.(entity)).toBe(false);
    expect(filter?.({ ...entity, kind: 'System' })).toBe(true);
  });

  it('shows the deployments as a tab of the deployment group, where the card leads to', async () => {
    const extension = gitopsPlugin.getExtension(
      'entity-content:gitops/deployments',
    );
    const content = createExtensionTester(extension, {
      apis: [mockApis.translation()],
    });
    const { title, group, filterFunction } = EntityContentBlueprint.dataRefs;
    expect(content.get(title)).toBe('Deployments');
    expect(content.get(group)).toBe('deployment');
    expect(
      content.get(filterFunction)?.({ ...entity, spec: { type: 'library' } }),
    ).toBe(false);

    renderTestApp({
      extensions: [createTestEntityPage({ entity }), extension],
      apis: [[gitopsApiRef, new FakeGitops(payments)]],
    });
    expect(
      await screen.findByRole('radio', { name: 'production' }),
    ).toBeChecked();
  });

  it('shows the promotions as a tab of the deployment group, for what Argo CD may deploy', async () => {
    const extension = gitopsPlugin.getExtension(
      'entity-content:gitops/promotions',
    );
    const content = createExtensionTester(extension, {
      apis: [mockApis.translation()],
    });
    const { title, group, filterFunction } = EntityContentBlueprint.dataRefs;
    expect(content.get(title)).toBe('Promotions');
    expect(content.get(group)).toBe('deployment');
    expect(
      content.get(filterFunction)?.({ ...entity, spec: { type: 'library' } }),
    ).toBe(false);

    const gitops = Object.assign(new FakeGitops(payments), {
      promotionsAnswer: async () => [promotionIn.succeeded],
    });
    renderTestApp({
      extensions: [createTestEntityPage({ entity }), extension],
      apis: [[gitopsApiRef, gitops]],
    });
    expect(await screen.findByText('Succeeded')).toBeInTheDocument();
  });

  it('shows on the page of a group what needs attention, and on that of a system what runs', async () => {
    const gitops = Object.assign(new FakeGitops(payments), {
      fleetAnswer: async () =>
        fleet({ payments: { production: cell({ state: 'failed' }) } }),
    });
    for (const [kind, card, text] of [
      ['Group', 'attention', 'Needs attention'],
      ['System', 'system-deployments', 'Deployments of the components'],
    ] as const) {
      const extension = gitopsPlugin.getExtension(`entity-card:gitops/${card}`);
      const { unmount } = renderTestApp({
        extensions: [
          createTestEntityPage({ entity: { ...entity, kind, spec: {} } }),
          extension,
        ],
        mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
        apis: [[gitopsApiRef, gitops]],
      });
      expect(
        await screen.findByRole('heading', { name: text }),
      ).toBeInTheDocument();
      expect(
        await screen.findByRole('link', { name: 'payments' }),
      ).toHaveAttribute('href', '/catalog/default/component/payments');
      unmount();
    }
  });

  describe('the page', () => {
    const open = (path: string, config: Record<string, false>[] = []) =>
      renderTestApp({
        features: [gitopsPlugin],
        apis: [
          [
            gitopsApiRef,
            Object.assign(new FakeGitops(payments), {
              instances: async () => instances,
            }),
          ],
        ],
        initialRouteEntries: [path],
        config: { app: { extensions: config } },
      });

    it('has a tab for each sub-page, and shows the one of the address in a main landmark', async () => {
      open('/gitops/instances');
      expect(
        await screen.findByRole('article', { name: 'eu-dev' }),
      ).toBeInTheDocument();
      expect(
        screen.getByRole('heading', { level: 1, name: 'GitOps' }),
      ).toBeInTheDocument();
      expect(
        screen.getAllByRole('tab').map(({ textContent }) => textContent),
      ).toEqual(tabs);
      expect(
        within(screen.getByRole('main')).getByRole('heading', {
          level: 2,
          name: 'Argo CD instances',
        }),
      ).toBeInTheDocument();
    });

    it('shows the first sub-page at its own address', async () => {
      open('/gitops');
      expect(
        await screen.findByRole('heading', { level: 2, name: tabs[0] }),
      ).toBeInTheDocument();
    });

    it('leaves out a sub-page that the configuration turns off', async () => {
      open('/gitops/instances', [{ 'sub-page:gitops/freezes': false }]);
      await screen.findByRole('article', { name: 'eu-dev' });
      expect(
        screen.getAllByRole('tab').map(({ textContent }) => textContent),
      ).toEqual(tabs.filter(tab => tab !== 'Freezes'));
    });
  });

  it('reads the backend through the fetch API', async () => {
    const fetch = jest.fn(async (_input: RequestInfo | URL) =>
      Response.json({
        deployments: payments,
        transitions: [],
        freezes: [],
        actions: {},
        goldenPath: null,
        missing: [],
      }),
    );
    renderTestApp({
      extensions: [
        createTestEntityPage({ entity }),
        gitopsPlugin.getExtension('entity-card:gitops/deployments'),
        gitopsPlugin.getExtension('api:gitops'),
      ],
      apis: [mockApis.fetch({ baseImplementation: fetch })],
    });
    expect(
      await screen.findByText('2 of 5 need attention'),
    ).toBeInTheDocument();
    expect(String(fetch.mock.calls[0][0])).toBe(
      'plugin://gitops/v1/services/component/default/payments',
    );
  });

  it('speaks German where the language of the app is German', async () => {
    renderTestApp({
      extensions: [
        createTestEntityPage({ entity }),
        gitopsPlugin.getExtension('entity-card:gitops/deployments'),
      ],
      apis: [
        [gitopsApiRef, new FakeGitops(payments)],
        mockApis.appLanguage({
          availableLanguages: ['en'],
          defaultLanguage: 'de',
        }),
      ],
    });
    expect(
      await screen.findByText('2 von 5 brauchen Aufmerksamkeit', undefined, {
        timeout: 10_000,
      }),
    ).toBeInTheDocument();
  });
});
