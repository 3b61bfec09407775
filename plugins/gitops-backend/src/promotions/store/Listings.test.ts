import { memoryDatabase } from '../__testUtils__/memoryDatabase';
import { openPullRequest, promotion } from '../__testUtils__/samples';
import { slotOf } from '../StoredPromotion';
import { Listings } from './Listings';
import type { PageEnd } from './pages';
import { openPromotionStore, PromotionStore } from './PromotionStore';

const at = (index: number) =>
  new Date(Date.UTC(2026, 10, 23, 6, 0, index)).toISOString();
const serviceOf = (index: number) => `component:default/service-${index}`;

let store: PromotionStore;
let listings: Listings;

beforeEach(async () => {
  const knex = memoryDatabase();
  store = await openPromotionStore({
    database: { getClient: async () => knex },
    now: Date.now,
  });
  listings = new Listings(store.database);
});
afterEach(() => store.database.knex.destroy());

/** Promotions of services with one number each, the last one requested last. */
async function request(count: number, given: object = {}) {
  for (let index = 0; index < count; index += 1)
    await store.requests.promotion(
      promotion({
        id: `p${String(index).padStart(3, '0')}`,
        service: serviceOf(index),
        to: 'production',
        requestedAt: at(index),
        ...given,
      }),
      [openPullRequest({ id: `pull-${index}` })],
    );
}

async function idsOf(...of: Parameters<Listings['page']>): Promise<string[]> {
  return (await listings.page(...of)).map(one => one.promotion.id);
}

it('fills a page with what the caller may read, however much of it they may not', async () => {
  await request(30);
  const readable = [2, 11, 27].map(index =>
    slotOf(serviceOf(index), 'production'),
  );
  const of = { places: new Set(readable) };
  expect(await idsOf(of, { limit: 2 })).toEqual(['p027', 'p011']);
  const after: PageEnd = { at: at(11), id: 'p011' };
  expect(await idsOf(of, { limit: 2, after })).toEqual(['p002']);
  expect(await listings.count(of)).toBe(3);
  // Another environment of the same service is another place
  const elsewhere = new Set([slotOf(serviceOf(2), 'preprod')]);
  expect(await idsOf({ places: elsewhere }, { limit: 9 })).toEqual([]);
});

it('goes on after the last of a page among promotions of one moment', async () => {
  await request(5, { requestedAt: at(0) });
  const first = await idsOf({ places: 'all' }, { limit: 3 });
  const after = { at: at(0), id: first[2] };
  const second = await idsOf({ places: 'all' }, { limit: 3, after });
  expect([...first, ...second]).toEqual([
    'p004',
    'p003',
    'p002',
    'p001',
    'p000',
  ]);
});

it('finds a part of the service, the version or the requester, and takes what is typed as it is', async () => {
  await request(2, { requestedByName: '100%_Ana', version: '1.9.0' });
  const found = (text: string) => idsOf({ places: 'all', text }, { limit: 9 });
  expect(await found('SERVICE-1')).toEqual(['p001']);
  expect(await found('1.9')).toHaveLength(2);
  expect(await found('0%_a')).toHaveLength(2);
  expect(await found('%9%0%')).toEqual([]);
  expect(await found("' or 1=1 --")).toEqual([]);
});

it('lists by state, environment and time of the request, with the pull requests', async () => {
  await request(3);
  const all = { places: 'all' } as const;
  expect(await idsOf({ ...all, states: ['failed'] }, { limit: 9 })).toEqual([]);
  expect(await idsOf({ ...all, to: 'preprod' }, { limit: 9 })).toEqual([]);
  const between = { ...all, since: at(1), until: at(2) };
  const [only, ...rest] = await listings.page(between, { limit: 9 });
  expect(rest).toEqual([]);
  expect(only.promotion.id).toBe('p001');
  expect(only.pullRequests).toMatchObject([{ state: 'open' }]);
});
