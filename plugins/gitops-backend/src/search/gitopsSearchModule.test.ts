import { createBackendPlugin } from '@backstage/backend-plugin-api';
import type { RegisterCollatorParameters } from '@backstage/plugin-search-backend-node';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import type { IndexableDocument } from '@backstage/plugin-search-common';
import {
  gitopsDeploymentReadPermission,
  Fleet,
} from 'backstage-plugin-gitops-common';
import { gitopsSearchModule } from '..';
import { RecordedServer } from '../__testUtils__/RecordedServer';
import {
  component,
  eventually,
  startGitops,
} from '../__testUtils__/startGitops';
import { DeploymentCollatorFactory } from './DeploymentCollatorFactory';

/** The search plugin as far as modules see it. */
function searchPlugin() {
  const collators: RegisterCollatorParameters[] = [];
  const plugin = createBackendPlugin({
    pluginId: 'search',
    register(env) {
      env.registerExtensionPoint(searchIndexRegistryExtensionPoint, {
        addCollator: one => void collators.push(one),
        addDecorator() {},
      });
      env.registerInit({ deps: {}, async init() {} });
    },
  });
  return { plugin, collators };
}

async function documentsOf({
  factory,
}: Pick<RegisterCollatorParameters, 'factory'>): Promise<IndexableDocument[]> {
  const documents: IndexableDocument[] = [];
  for await (const document of await factory.getCollator())
    documents.push(document);
  return documents;
}

it('search finds each service in each environment, for those who may see it', async () => {
  const argocd = await RecordedServer.start();
  const { plugin, collators } = searchPlugin();
  const gitops = await startGitops({
    entities: [component('payments'), component('legacy')],
    gitops: {
      argocd: {
        instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
      },
      environments: [{ name: 'staging' }, { name: 'production' }],
    },
    features: [plugin, gitopsSearchModule],
  });
  await eventually(
    () => gitops.get('/v1/fleet'),
    ({ body }: { body: Fleet }) =>
      body.services?.some(({ cells }) => cells.production?.nothingRuns),
  );
  const [collator] = collators;
  expect(collators).toHaveLength(1);
  expect(collator.factory.type).toBe('gitops-deployments');
  expect(collator.factory.visibilityPermission).toBe(
    gitopsDeploymentReadPermission,
  );
  const documents = await documentsOf(collator);
  expect(documents).toContainEqual({
    title: 'payments in production',
    text: expect.stringMatching(
      /^Nothing ran at 20\d\d-.{11} UTC, and Git asked for 1\.5\.0\.$/,
    ),
    location:
      '/catalog/default/component/payments/deployments?environment=production',
    environment: 'production',
    version: '',
    state: 'failed',
    owner: 'group:default/team-a',
    authorization: { resourceRef: 'component:default/payments#production' },
  });
  await gitops.stop();
  await argocd.stop();
});

const cell = { state: 'healthy', running: ['1.5.0'] } as const;

it('each document has an address of its own, which leads to the environment', async () => {
  const fleet = {
    environments: [
      { name: 'dev', title: 'Dev' },
      { name: 'prod eu', title: 'Production' },
    ],
    services: [
      {
        ref: 'component:default/payments',
        title: 'Payments',
        owner: null,
        cells: { dev: cell, 'prod eu': cell },
      },
    ],
  } as unknown as Fleet;
  const factory = new DeploymentCollatorFactory({ fleet: async () => fleet });
  const documents = await documentsOf({ factory });
  expect(documents.map(({ location }) => location)).toEqual([
    '/catalog/default/component/payments/deployments?environment=dev',
    '/catalog/default/component/payments/deployments?environment=prod%20eu',
  ]);
});

it.each([
  ['what ran', cell, '1.5.0 ran at 2026-11-29 11:40 UTC.'],
  [
    'versions of several regions',
    { ...cell, running: ['1.5.0', '1.4.0'] },
    '1.5.0 and 1.4.0 ran at 2026-11-29 11:40 UTC.',
  ],
  [
    'what Git asked for, where that is something else',
    { ...cell, wanted: ['1.6.0'] },
    '1.5.0 ran at 2026-11-29 11:40 UTC, and Git asked for 1.6.0.',
  ],
  [
    'the time that was read last, where an instance is away',
    { ...cell, staleSince: '2026-11-29T09:05:31.000Z' },
    '1.5.0 ran at 2026-11-29 09:05 UTC.',
  ],
  [
    'that nothing ran',
    { ...cell, running: [], nothingRuns: true },
    'Nothing ran at 2026-11-29 11:40 UTC.',
  ],
  [
    'that it is not known',
    { ...cell, running: [] },
    'What ran at 2026-11-29 11:40 UTC is not known.',
  ],
] as const)('a document says %s', async (_, shown, text) => {
  const fleet = {
    environments: [{ name: 'production', title: 'Production' }],
    services: [
      {
        ref: 'component:default/payments',
        title: 'Payments',
        owner: null,
        cells: { production: shown },
      },
    ],
  } as unknown as Fleet;
  const factory = new DeploymentCollatorFactory(
    { fleet: async () => fleet },
    () => new Date('2026-11-29T11:40:52Z'),
  );
  const [document] = await documentsOf({ factory });
  expect(document.text).toBe(text);
});
