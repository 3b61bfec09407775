import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  serviceDeploymentsSchema,
  type ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { ifRule, policyOf } from './__testUtils__/ownersPolicy';
import { RecordedServer } from './__testUtils__/RecordedServer';
import {
  component,
  eventually,
  startGitops,
} from './__testUtils__/startGitops';
import { memoryDatabase } from './promotions/__testUtils__/memoryDatabase';

jest.setTimeout(60_000);

interface Item {
  metadata: { name: string; labels: Record<string, string> };
  status: { summary?: { externalURLs?: string[] } };
}

const ana = 'user:default/ana';
/** May see what is in dev alone */
const bob = 'user:default/bob';
const policy = policyOf((user, permission) =>
  user === bob && permission === 'gitops.deployment.read'
    ? ifRule('IN_ENVIRONMENT', { environments: ['dev'] })
    : undefined,
);

let argocd: RecordedServer;
let gitops: Awaited<ReturnType<typeof startGitops>>;

const ask = async (path: string, user = ana) => {
  const header = mockCredentials.user.header(user);
  return (await gitops.get(path).set('authorization', header)).body;
};
const service = '/v1/services/component/default/payments';
const deployments = (user?: string): Promise<ServiceDeployments> =>
  ask(`${service}/deployments`, user);

/** An Application that a failed migration keeps from production, as a preview in dev would look. */
function asPreview(item: Item): void {
  item.metadata.labels = {
    'app.kubernetes.io/name': 'payments',
    environment: 'dev',
    'gitops/preview': '7',
  };
  item.status.summary = {
    ...item.status.summary,
    externalURLs: [
      'https://payments-7.example.com',
      'Pull request 7|https://git.example.com/payments/pulls/7',
    ],
  };
}

beforeAll(async () => {
  argocd = await RecordedServer.start();
  const items = argocd.items as Item[];
  asPreview(items.find(one => one.metadata.name === 'orders-production')!);
  const knex = memoryDatabase();
  gitops = await startGitops({
    entities: [component('payments')],
    gitops: {
      argocd: {
        instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
      },
    },
    features: [
      policy,
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => ({ getClient: async () => knex }),
      }),
    ],
  });
  await eventually(
    () => ask(`${service}/versions`),
    ({ items: seen }) => seen?.length > 0,
  );
});
afterAll(async () => {
  await gitops?.stop();
  await argocd.stop();
});

it('shows the preview of a pull request apart from the environment that its label names', async () => {
  const answer = await deployments();
  expect(serviceDeploymentsSchema.parse(answer)).toEqual(answer);
  const dev = answer.environments.find(one => one.environment === 'dev');
  expect(dev?.applications.map(({ name }) => name)).toEqual(['payments-dev']);
  expect(answer.previews).toMatchObject([
    {
      name: 'orders-production',
      state: 'failed',
      pullRequest: {
        number: '7',
        url: 'https://git.example.com/payments/pulls/7',
      },
    },
  ]);
  expect(
    answer.environments.map(({ environment }) => environment),
  ).not.toContain('');
});

it('shows no preview to who may see the environment dev alone', async () => {
  const answer = await deployments(bob);
  expect(answer.environments.map(({ environment }) => environment)).toEqual([
    'dev',
  ]);
  expect(answer).toMatchObject({ previews: [], isRestricted: true });
});

it('keeps previews out of the history, the fleet and the lists of what is unclear', async () => {
  const history = await ask(`${service}/history`);
  const names = (answer: { items: { name: string }[] }) =>
    answer.items.map(({ name }) => name);
  expect(names(history)).not.toContain('orders-production');
  expect(names(history)).toContain('payments-production');
  const fleet = await eventually(
    () => ask('/v1/fleet'),
    ({ services }) => services?.length > 0,
  );
  expect(JSON.stringify(fleet)).not.toContain('migrationFailed');
  const unclear = await ask('/v1/applications?unclaimed=environment');
  expect(names(unclear)).not.toContain('orders-production');
});
