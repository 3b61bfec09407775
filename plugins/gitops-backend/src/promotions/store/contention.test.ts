import type { Knex } from 'knex';
import { memoryDatabase } from '../__testUtils__/memoryDatabase';
import {
  openPullRequest,
  promotion,
  pullRequest,
} from '../__testUtils__/samples';
import { Postgres, startPostgres } from '../../__testUtils__/startPostgres';
import { openPromotionStore, PromotionStore } from './PromotionStore';
import { LINKS, PROMOTIONS, PULL_REQUESTS } from './rows';

jest.setTimeout(120_000);

const ana = { ref: 'user:default/ana', name: 'Ana Lima' };
const SERVICES = 12;

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const databases = {
  SQLite: memoryDatabase,
  PostgreSQL: () => postgres.connect(),
};

const all = Array.from({ length: SERVICES }, (_, index) => index);
const serviceOf = (index: number) => `component:default/service-${index}`;
const versions = (to: string) => [{ name: 'image', from: '1.0.0', to }];

describe.each(['SQLite', 'PostgreSQL'] as const)('the store on %s', name => {
  let knex: Knex;
  let store: PromotionStore;

  beforeAll(async () => {
    knex = databases[name]();
    store = await openPromotionStore({
      database: { getClient: async () => knex },
      now: Date.now,
    });
  });
  beforeEach(async () => {
    for (const table of [LINKS, PROMOTIONS, PULL_REQUESTS])
      await knex(table).delete();
  });
  afterAll(() => knex.destroy());

  /** One promotion of each service, each with pull requests that are open. */
  async function request(repositories: readonly string[] = ['gitops']) {
    for (const index of all)
      await store.requests.promotion(
        promotion({
          id: `promotion-${index}`,
          service: serviceOf(index),
          state: 'pullRequestOpen',
        }),
        repositories.map((repository, which) =>
          openPullRequest({
            id: `pull-${which}-${index}`,
            repository,
            number: index,
          }),
        ),
      );
  }

  it('gives each row to one of many workers that take at once, and to none more than it asks for', async () => {
    await request();
    const taken = await Promise.all(
      all.map(() => store.work.takePullRequests({ limit: 2, forMs: 60_000 })),
    );
    expect(Math.max(...taken.map(leases => leases.length))).toBe(2);
    const ids = taken.flat().map(({ subject }) => subject.id);
    expect(ids.sort()).toEqual([...new Set(ids)]);
    expect(ids).toHaveLength(SERVICES);
  });

  it('lets everybody through, in whatever order they come to the same rows', async () => {
    await request(['gitops', 'regions']);
    const leases = await Promise.all(
      all.map(() => store.work.takePullRequests({ limit: 2, forMs: 60_000 })),
    );
    const records = await Promise.all(
      all.map(index => store.records.find(`promotion-${index}`)),
    );
    const outcomes = await Promise.allSettled([
      ...leases
        .flat()
        .map(({ ticket, subject }, index) =>
          store.work.savePullRequest(
            ticket,
            { ...subject, state: index % 3 === 0 ? 'closed' : 'open' },
            1_000,
          ),
        ),
      ...records.map(one => store.requests.closeOthers(one!)),
      ...records.map(one => store.requests.withdraw([one!], ana, 'Withdrawn.')),
      ...all.map(() =>
        store.work.hastenPullRequests({ services: all.map(serviceOf) }),
      ),
      ...all.map(() =>
        store.work.hastenPromotions(
          records.map(one => one!.promotion.id).reverse(),
        ),
      ),
      ...all.map(index =>
        store.requests.promotion(
          promotion({
            id: `newer-${index}`,
            service: serviceOf(index),
            version: '1.6.0',
            versions: versions('1.6.0'),
          }),
          [pullRequest({ id: `newer-pull-${index}` })],
        ),
      ),
    ]);
    const codes = outcomes.flatMap(one =>
      one.status === 'rejected' && one.reason.name !== 'ConflictError'
        ? `${one.reason}`
        : [],
    );
    expect(codes).toEqual([]);
    for (const index of all)
      expect(await store.records.underWay(serviceOf(index))).toHaveLength(1);
  });

  it('makes one of two releases of the same services that are asked for at once, whatever their order', async () => {
    const release = (which: number, order: readonly number[]) =>
      store.requests.release(
        order.map(index =>
          promotion({
            id: `release-${which}-${index}`,
            service: serviceOf(index),
          }),
        ),
        pullRequest({ id: `release-${which}` }),
        `release#${which}`,
      );
    const outcomes = await Promise.allSettled([
      release(1, all),
      release(2, [...all].reverse()),
    ]);
    const made = outcomes.filter(one => one.status === 'fulfilled');
    expect(made).toHaveLength(1);
    const refused = outcomes.find(one => one.status === 'rejected');
    expect(`${refused?.reason}`).toContain('Under way already');
  });
});

it('no more is taken than is asked for where PostgreSQL would look for what is due again for each row', async () => {
  // As it plans for tables that it knows nothing of, with a join that repeats its inner side
  const settings = ['enable_hashjoin', 'enable_mergejoin', 'enable_material'];
  const admin = postgres.connect();
  for (const one of [...settings, 'enable_hashagg', 'enable_sort'])
    await admin.raw(`alter role postgres set ${one} = off`);
  const knex = postgres.connect();
  const store = await openPromotionStore({
    database: { getClient: async () => knex },
    now: Date.now,
  });
  for (const index of all)
    await store.requests.promotion(
      promotion({ id: `planned-${index}`, service: `planned-${index}` }),
      [pullRequest({ id: `planned-${index}` })],
    );
  const leases = await store.work.takePullRequests({ limit: 1, forMs: 60_000 });
  await admin.raw('alter role postgres reset all');
  expect(leases).toHaveLength(1);
});
