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
    const promotionLeases = await Promise.all(
      all.map(() => store.work.takePromotions({ limit: 2, forMs: 60_000 })),
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
      ...promotionLeases
        .flat()
        .map(({ ticket, subject: { promotion: one } }) =>
          store.work.savePromotion(ticket, one, 1_000, one),
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

  it('ends leases of one moment together, each due at its own time, and refuses one that was fenced', async () => {
    await request();
    const leases = await store.work.takePromotions({
      limit: 3,
      forMs: 60_000,
    });
    const ids = leases.map(({ subject }) => subject.promotion.id);
    const fenced = (await store.records.find(ids[1]))!;
    await store.requests.withdraw([fenced], ana, 'Withdrawn.');
    const written = await Promise.all(
      leases.map(({ ticket, subject: { promotion: one } }, index) =>
        store.work.savePromotion(ticket, one, [30_000, 30_000, 0][index], one),
      ),
    );
    expect(written).toEqual([true, false, true]);
    expect((await store.records.find(ids[1]))!.promotion.withdrawnBy).toEqual(
      ana,
    );
    const due = await store.work.takePromotions({
      limit: SERVICES,
      forMs: 60_000,
    });
    const dueIds = due.map(({ subject }) => subject.promotion.id);
    expect(dueIds).not.toContain(ids[0]);
    expect(dueIds).toEqual(expect.arrayContaining([ids[1], ids[2]]));
  });

  it('takes what somebody has a hint of though it is not due, unless another has it', async () => {
    await request();
    const [{ ticket, subject }] = await store.work.takePromotions({
      limit: 1,
      forMs: 60_000,
    });
    const { promotion: one } = subject;
    const again = { limit: 1, forMs: 60_000, ids: [one.id] };
    await knex(PROMOTIONS).whereNot({ id: one.id }).update({ due_at: null });
    expect(await store.work.takePromotions(again)).toEqual([]);
    await store.work.savePromotion(ticket, one, 30_000, one);
    const [lease] = await store.work.takePromotions(again);
    expect(lease.subject.promotion.id).toBe(one.id);
  });

  it('writes what a look at a pull request found, though nothing is new', async () => {
    await request();
    const leases = await store.work.takePullRequests({
      limit: 2,
      forMs: 60_000,
    });
    const looked = { hints: 3, nextAt: '2026-11-23T06:00:00.000Z' };
    const changed = await Promise.all(
      leases.map(({ ticket, subject }) =>
        store.work.savePullRequest(
          ticket,
          { ...subject, looked },
          60_000,
          subject,
        ),
      ),
    );
    expect(changed).toEqual([[], []]);
    const [record] = await store.records.list({
      service: serviceOf(Number(leases[0].subject.number)),
      limit: 1,
    });
    expect(record.pullRequests[0]).toEqual({ ...leases[0].subject, looked });
  });

  it('makes one of two equal releases that are asked for at once, whatever their order', async () => {
    const release = (which: number, order: readonly number[]) => {
      const promotions = order.map(index =>
        promotion({
          id: `release-${which}-${index}`,
          service: serviceOf(index),
          release: `release-${which}`,
        }),
      );
      return store.requests.release({
        promotions,
        pullRequests: [
          {
            pullRequest: pullRequest({ id: `release-${which}` }),
            of: promotions,
          },
        ],
        overtakes: new Set(),
      });
    };
    const answers = await Promise.all([
      release(1, all),
      release(2, [...all].reverse()),
    ]);
    expect(answers.filter(({ made }) => made)).toHaveLength(1);
    const [ids, others] = answers.map(({ records }) =>
      records.map(one => one.promotion.id).sort(),
    );
    expect(ids).toEqual(others);
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
