import { Postgres, startPostgres } from './__testUtils__/startPostgres';
import { eventually } from './__testUtils__/startGitops';
import {
  Promotable,
  Replica,
  startPromotions,
} from './__testUtils__/startPromotions';

jest.setTimeout(120_000);

let postgres: Postgres;
let lab: Promotable;
/** What is done at one of them is looked at on the other. */
let here: Replica;
let there: Replica;

beforeAll(async () => {
  postgres = await startPostgres();
  lab = await startPromotions();
  const start = () =>
    lab.replica({
      database: { client: 'pg', connection: postgres.connection },
      environments: [
        { name: 'dev', promotion: 'imageUpdater', actions: true },
        {
          name: 'test',
          promotion: { mode: 'workflow', workflow: { file: 'promote.yaml' } },
        },
        { name: 'staging', promotion: 'pullRequest' },
        { name: 'preprod', promotion: 'pullRequest' },
        { name: 'production', promotion: 'pullRequest' },
      ],
    });
  here = await start();
  there = await start();
});
afterAll(async () => {
  await lab.close();
  await postgres.stop();
});

const orders = 'services/component/default/orders';

describe('a page at another replica', () => {
  it('shows the run of a workflow that was just started here', async () => {
    const runAt = async (replica: Replica) =>
      (await replica.transition('orders', 'test')).run;
    const version = (await here.transition('orders', 'test')).version;
    const before = await runAt(there);
    await here.post(`${orders}/workflow`, { to: 'test', version }).expect(200);
    const run = await eventually(
      () => runAt(there),
      one => one !== null && one.url !== before?.url,
    );
    expect(run?.title).toContain('orders');
    // Without knowing of the start, it reads the Git host every 30 s
  }, 25_000);

  it('shows no keys from before the secrets were refreshed here', async () => {
    const refreshedAt = async (replica: Replica) => {
      const { body } = await replica.get(`${orders}/secret-keys`).expect(200);
      return body.environments.find(
        (one: { name: string }) => one.name === 'dev',
      ).refreshedAt;
    };
    const before = await refreshedAt(there);
    await here
      .post('deployments/eu-dev/argocd/orders-dev/refresh-secrets')
      .expect(200);
    const after = await eventually(
      () => refreshedAt(here),
      time => time !== before,
    );
    expect(Date.parse(after)).toBeGreaterThan(Date.parse(before));
    await eventually(
      async () => (await there.get(`${orders}/deployments`)).body,
      ({ environments }) => environments[0].state === 'healthy',
    );
    // Without knowing of the refresh, it answers for ten minutes what it has read before
    await eventually(
      () => refreshedAt(there),
      time => time === after,
    );
  });
});
