import { MemoryDatabase, memoryDatabase } from './__testUtils__/memoryDatabase';
import { Database } from './store/Database';
import { WorkflowStarts } from './WorkflowStarts';

const MINUTE_MS = 60_000;

let knex: MemoryDatabase;
let now: number;
let starts: WorkflowStarts;
beforeEach(async () => {
  now = Date.parse('2026-11-23T06:00:00Z');
  knex = memoryDatabase();
  starts = new WorkflowStarts(
    await Database.open({
      database: { getClient: async () => knex },
      now: () => now,
    }),
  );
});
afterEach(() => knex.destroy());

const start = (name: string) => ({
  key: name,
  service: `component:default/${name}`,
  environment: 'staging',
  version: '1.4.0',
});

describe('WorkflowStarts', () => {
  it('lets one of two who start the same at the same time start it', async () => {
    const begun = await Promise.all([
      starts.begin(start('orders')),
      starts.begin(start('orders')),
      starts.begin(start('payments')),
    ]);
    expect(begun.filter(one => one === undefined)).toHaveLength(2);
    expect(begun.filter(one => one === now)).toHaveLength(1);
  });

  it('lets it be started again after a quarter of an hour', async () => {
    await starts.begin(start('orders'));
    now += 14 * MINUTE_MS;
    expect(await starts.begin(start('orders'))).toBe(now - 14 * MINUTE_MS);
    now += 2 * MINUTE_MS;
    expect(await starts.begin(start('orders'))).toBeUndefined();
  });

  it('lets one of two start it again whose run is known to be over', async () => {
    const first = now;
    await starts.begin(start('orders'));
    now += MINUTE_MS;
    expect(await starts.begin(start('orders'), first)).toBeUndefined();
    expect(await starts.begin(start('orders'), first)).toBe(now);
  });

  it('lets it be started again at once where that failed', async () => {
    await starts.begin(start('orders'));
    await starts.forget('orders');
    expect(await starts.begin(start('orders'))).toBeUndefined();
  });

  it('tell every replica for a minute what was started last in which environment', async () => {
    await starts.begin(start('orders'));
    await starts.begin({ ...start('orders'), key: 'b', environment: 'test' });
    await starts.begin(start('payments'));
    now += 1_000;
    await starts.begin({ ...start('orders'), key: 'a', version: '1.5.0' });
    const ofOrders = () => starts.expectedOf('component:default/orders');
    expect(await ofOrders()).toEqual(
      new Map([
        ['staging', { version: '1.5.0', at: now }],
        ['test', { version: '1.4.0', at: now - 1_000 }],
      ]),
    );
    expect(await starts.expectedOf('component:default/cart')).toEqual(
      new Map(),
    );
    now += MINUTE_MS;
    expect(await ofOrders()).toEqual(new Map());
  });

  it('knows for an hour that the portal has started just this', async () => {
    const { key: _, ...orders } = start('orders');
    expect(await starts.isJudged(orders)).toBe(false);
    await starts.begin(start('orders'));
    now += 59 * MINUTE_MS;
    expect(await starts.isJudged(orders)).toBe(true);
    for (const other of [
      { version: '1.4.1' },
      { environment: 'test' },
      { service: 'component:default/payments' },
    ])
      expect(await starts.isJudged({ ...orders, ...other })).toBe(false);
    now += 2 * MINUTE_MS;
    expect(await starts.isJudged(orders)).toBe(false);
  });
});
