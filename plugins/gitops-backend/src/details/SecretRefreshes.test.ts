import { FakeClock } from '../__testUtils__/FakeClock';
import { listedApplication } from '../__testUtils__/recordings';
import {
  MemoryDatabase,
  memoryDatabase,
} from '../promotions/__testUtils__/memoryDatabase';
import { SecretRefreshes } from './SecretRefreshes';

const MINUTE_MS = 60_000;
const application = listedApplication('payments-production');
const other = { ...application, name: 'orders-production' };

let knex: MemoryDatabase;
let clock: FakeClock;
let warnings: string[];
/** One for each replica, and for each read: what is read is held for a second. */
const refreshes = () =>
  new SecretRefreshes(knex, {
    clock,
    logger: { warn: text => warnings.push(text) },
  });
beforeEach(async () => {
  knex = memoryDatabase();
  await knex.migrate.latest({ directory: `${__dirname}/../../migrations` });
  clock = new FakeClock();
  warnings = [];
});
afterEach(() => knex.destroy());

describe('Keys of refreshed secrets', () => {
  it('are read again by every replica for a minute, of that Application alone', async () => {
    expect(await refreshes().maxAgeOf(application)).toBe(Infinity);
    await refreshes().remember(application);
    expect(await refreshes().maxAgeOf(application)).toBe(2_000);
    expect(await refreshes().maxAgeOf(other)).toBe(Infinity);
    await clock.pass(MINUTE_MS);
    expect(await refreshes().maxAgeOf(application)).toBe(2_000);
  });

  it('are not from before that minute afterwards', async () => {
    await refreshes().remember(application);
    await clock.pass(6 * MINUTE_MS);
    expect(await refreshes().maxAgeOf(application)).toBe(5 * MINUTE_MS);
    await clock.pass(6 * MINUTE_MS);
    expect(await refreshes().maxAgeOf(application)).toBe(Infinity);
  });

  it('count from the last refresh, and what is over is forgotten', async () => {
    await refreshes().remember(application);
    await refreshes().remember(other);
    await clock.pass(20 * MINUTE_MS);
    await refreshes().remember(application);
    expect(await refreshes().maxAgeOf(application)).toBe(2_000);
    expect(await knex('gitops_secret_refreshes').count({ n: '*' })).toEqual([
      { n: 1 },
    ]);
  });

  it('are as old as those of others while the database is down, which is logged', async () => {
    await knex.destroy();
    await refreshes().remember(application);
    expect(await refreshes().maxAgeOf(application)).toBe(Infinity);
    expect(warnings).toHaveLength(2);
  });
});
