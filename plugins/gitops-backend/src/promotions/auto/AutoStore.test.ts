import {
  MemoryDatabase,
  memoryDatabase,
} from '../__testUtils__/memoryDatabase';
import { NOW, promotion, pullRequest } from '../__testUtils__/samples';
import { openPromotionStore, PromotionStore } from '../store/PromotionStore';
import { AutoStore } from './AutoStore';

const MINUTE_MS = 60_000;
const place = {
  service: 'component:default/orders',
  environment: 'production',
};

let knex: MemoryDatabase;
let now: number;
let promotions: PromotionStore;
let store: AutoStore;

beforeEach(async () => {
  knex = memoryDatabase();
  now = NOW;
  promotions = await openPromotionStore({
    database: { getClient: async () => knex },
    now: () => now,
  });
  store = new AutoStore(promotions.database);
});
afterEach(() => knex.destroy());

describe('The plan of a place', () => {
  it('is one replica’s to make', async () => {
    const claims = await Promise.all(
      Array.from({ length: 5 }, () => store.claim(place, 'a')),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('is made by another one where the first has died', async () => {
    await store.claim(place, 'a');
    now += MINUTE_MS;
    expect(await store.claim(place, 'a')).toBe(true);
  });

  it('is not made again on the same deployments before its time', async () => {
    await store.claim(place, 'a');
    await store.settle(place, undefined, 30 * MINUTE_MS);
    now += 29 * MINUTE_MS;
    expect(await store.claim(place, 'a')).toBe(false);
    now += MINUTE_MS;
    expect(await store.claim(place, 'a')).toBe(true);
  });

  it('is made sooner on other deployments, once a minute at most', async () => {
    await store.claim(place, 'a');
    await store.settle(place, undefined, 30 * MINUTE_MS);
    expect(await store.claim(place, 'b')).toBe(false);
    now += MINUTE_MS;
    expect(await store.claim(place, 'b')).toBe(true);
  });

  it('is made at once after somebody has resumed it, without what came of the one before', async () => {
    await store.claim(place, 'a');
    const outcome = {
      code: 'planFailed' as const,
      params: { version: '1.5.0', detail: 'The host is down' },
    };
    await store.settle(place, outcome, 30 * MINUTE_MS);
    expect(await store.find(place)).toEqual({ outcome });
    await store.resume(place, { ref: 'user:default/ana', name: 'Ana' });
    expect(await store.find(place)).toEqual({
      resumedAt: new Date(NOW).toISOString(),
    });
    expect(await store.claim(place, 'a')).toBe(true);
  });
});

describe('A promotion that nobody asked for', () => {
  const request = (id: string, madeBefore = 0) =>
    promotions.requests.automatic(
      promotion({ id }),
      [pullRequest({ id: `pr-${id}`, branch: id })],
      madeBefore,
    );

  it('is inserted once, however many replicas have decided', async () => {
    const made = await Promise.all([request('a'), request('b'), request('c')]);
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await knex('gitops_pull_requests')).toHaveLength(1);
  });

  it('takes nobody’s place', async () => {
    const { promotion: theirs } = (
      await promotions.requests.promotion(
        promotion({ id: 'theirs', version: '1.4.1' }),
        [pullRequest()],
      )
    ).record;
    expect(await request('a', 1)).toBe(false);
    expect((await promotions.records.find(theirs.id))?.promotion.state).toBe(
      'requested',
    );
  });

  it('is not inserted while one is being deployed that has lost its place', async () => {
    await request('a');
    await knex('gitops_promotions').update({ slot: null, state: 'deploying' });
    expect(await request('b', 1)).toBe(false);
    await knex('gitops_promotions').update({ state: 'superseded' });
    expect(await request('b', 1)).toBe(true);
  });

  it('is not inserted where another one came and ended since it was decided', async () => {
    await request('a');
    await knex('gitops_promotions').update({ slot: null, state: 'failed' });
    expect(await request('b', 0)).toBe(false);
    expect(await request('c', 1)).toBe(true);
  });
});
