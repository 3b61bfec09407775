import {
  MemoryDatabase,
  memoryDatabase,
} from '../__testUtils__/memoryDatabase';
import {
  NOW,
  openPullRequest,
  promotion,
  pullRequest,
} from '../__testUtils__/samples';
import { openPromotionStore, PromotionStore } from '../store/PromotionStore';
import { FreezeRequest, Freezes } from './Freezes';
import { FreezesInForce } from './FreezesInForce';
import { FreezeStore } from './FreezeStore';
import type { StoredFreeze } from './StoredFreeze';
import { storedFreeze } from './__testUtils__/storedFreeze';

const ana = { ref: 'user:default/ana', name: 'Ana Lima' };
const ben = { ref: 'user:default/ben', name: 'Ben Okafor' };
const payments = 'component:default/payments';
const toProduction = { service: payments, environment: 'production' };
const hold: FreezeRequest = {
  services: [payments],
  environments: ['production'],
  reason: 'Refunds are wrong',
};
const id = (digit: number) => `${digit}`.repeat(36);
const iso = (ms: number) => new Date(ms).toISOString();

let knex: MemoryDatabase;
let promotions: PromotionStore;
let now: number;
let inForce: FreezesInForce;
let freezes: Freezes;
let told: string[];

beforeEach(async () => {
  knex = memoryDatabase();
  now = NOW;
  told = [];
  promotions = await openPromotionStore({
    database: { getClient: async () => knex },
    now: () => now,
  });
  const store = new FreezeStore(promotions.database);
  inForce = new FreezesInForce(store);
  freezes = new Freezes({
    store,
    work: promotions.work,
    wake: () => told.push('wake'),
    onChange: service => told.push(service),
    onChangeOfAll: () => told.push('all'),
    now: () => now,
  });
});
afterEach(() => knex.destroy());

describe('a freeze', () => {
  it('is in force for its services and environments, and for no others', async () => {
    const { freeze } = await freezes.create(hold, ana);
    expect(await inForce.of(toProduction)).toEqual([freeze]);
    expect(
      await inForce.of({ ...toProduction, service: 'component:default/web' }),
    ).toEqual([]);
    expect(
      await inForce.of({ ...toProduction, environment: 'preprod' }),
    ).toEqual([]);
    expect(freeze).toMatchObject({
      from: iso(NOW),
      createdAt: iso(NOW),
      timeZone: 'UTC',
      createdBy: ana,
    });
    expect(freeze.until).toBeUndefined();
  });

  it('of everything is in force for services and environments that come later', async () => {
    await freezes.create(
      { services: ['*'], environments: ['*'], reason: 'Incident' },
      ana,
    );
    expect(
      await inForce.of({ service: 'component:default/new', environment: 'x' }),
    ).toHaveLength(1);
  });

  it('is over once its time is, and is listed among those that are over', async () => {
    const until = iso(NOW + 60_000);
    await freezes.create({ ...hold, until }, ana);
    now = NOW + 59_999;
    expect(await inForce.of(toProduction)).toHaveLength(1);
    now = NOW + 60_000;
    expect(await inForce.of(toProduction)).toEqual([]);
    expect(await new FreezeStore(promotions.database).over(10)).toMatchObject([
      { until, reason: hold.reason },
    ]);
  });

  it('is ended by somebody, once: who ends it again changes nothing', async () => {
    const { freeze } = await freezes.create(hold, ana);
    now += 1_000;
    const ended = await freezes.end(freeze, ben);
    expect(ended).toMatchObject({ endedBy: ben, endedAt: iso(NOW + 1_000) });
    expect(await inForce.of(toProduction)).toEqual([]);
    now += 1_000;
    expect(await freezes.end(ended, ana)).toEqual(ended);
  });

  it('is another one where the same is asked for while somebody ends it', async () => {
    const store = new FreezeStore(promotions.database);
    const { freeze } = await freezes.create(hold, ana);
    // The statements of both take turns: the second one finds the slot taken, and then no freeze
    const [{ made, freeze: again }] = await Promise.all([
      store.create({ ...freeze, id: id(2) }, { startsAtOnce: true }),
      store.end(freeze.id, ben, iso(NOW)),
    ]);
    expect({ made, id: again.id }).toEqual({ made: true, id: id(2) });
    expect(await inForce.of(toProduction)).toMatchObject([{ id: id(2) }]);
  });

  it('that ran out is not ended by anybody', async () => {
    const { freeze } = await freezes.create(
      { ...hold, until: iso(NOW + 1_000) },
      ana,
    );
    now += 2_000;
    const ended = await freezes.end(freeze, ben);
    expect(ended.endedBy).toBeUndefined();
  });

  it('that is asked for twice is one, also at the same moment; after its end it is another', async () => {
    const answers = await Promise.all([
      freezes.create(hold, ana),
      freezes.create(hold, ana),
    ]);
    const [{ freeze }] = answers;
    expect(answers.map(({ made }) => made).sort()).toEqual([false, true]);
    expect(new Set(answers.map(one => one.freeze.id)).size).toBe(1);
    expect((await freezes.create(hold, ben)).made).toBe(true);
    await freezes.end(freeze, ana);
    expect((await freezes.create(hold, ana)).made).toBe(true);
  });

  it('begins now where its begin is past, and later where it is to come', async () => {
    const past = await freezes.create({ ...hold, from: iso(NOW - 5_000) }, ana);
    expect(past.freeze.from).toBe(iso(NOW));
    const later = await freezes.create(
      { ...hold, from: iso(NOW + 5_000) },
      ana,
    );
    expect(later).toMatchObject({
      made: true,
      freeze: { from: iso(NOW + 5_000) },
    });
  });

  it('that would end before it begins is refused', async () => {
    await expect(
      freezes.create({ ...hold, until: iso(NOW) }, ana),
    ).rejects.toThrow(
      'The freeze would end before it begins: until is 2026-11-23T06:00:00.000Z, and it begins now',
    );
    await expect(
      freezes.create(
        { ...hold, from: iso(NOW + 2_000), until: iso(NOW + 1_000) },
        ana,
      ),
    ).rejects.toThrow('would end before it begins');
  });
});

describe('open pull requests', () => {
  const dueIn = async (pullRequestId: string) => {
    const row = await knex('gitops_pull_requests')
      .where({ id: pullRequestId })
      .first();
    return row.due_at - now;
  };
  /** One that is looked at in a minute. */
  const opened = async (digit: number, service: string, to = 'production') => {
    await promotions.requests.promotion(
      promotion({ id: id(digit), service, to, state: 'pullRequestOpen' }),
      [openPullRequest({ id: id(digit + 4) })],
    );
    await knex('gitops_pull_requests')
      .where({ id: id(digit + 4) })
      .update({ due_at: now + 60_000 });
  };

  it('that a freeze concerns are looked at when it begins and when somebody ends it, no others', async () => {
    await opened(1, payments);
    await opened(2, 'component:default/web');
    await opened(3, payments, 'preprod');
    const { freeze } = await freezes.create(hold, ana);
    expect(await Promise.all([5, 6, 7].map(one => dueIn(id(one))))).toEqual([
      0, 60_000, 60_000,
    ]);
    expect(told).toEqual(['wake', payments]);

    await knex('gitops_pull_requests').update({ due_at: now + 60_000 });
    await freezes.end(freeze, ben);
    expect(await dueIn(id(5))).toBe(0);
    expect(told).toEqual(['wake', payments, 'wake', payments]);
  });

  it('of every service are looked at where every service is frozen', async () => {
    await opened(1, payments);
    await opened(2, 'component:default/web');
    await opened(3, payments, 'preprod');
    await freezes.create({ ...hold, services: ['*'] }, ana);
    expect(await Promise.all([5, 6, 7].map(one => dueIn(id(one))))).toEqual([
      0, 0, 60_000,
    ]);
    expect(told).toEqual(['wake', 'all']);
  });

  it('are left alone where they are still to be opened: the request was judged before', async () => {
    await promotions.requests.promotion(promotion({ id: id(1) }), [
      pullRequest({ id: id(5) }),
    ]);
    await knex('gitops_pull_requests').update({ due_at: now + 60_000 });
    await freezes.create(hold, ana);
    expect(await dueIn(id(5))).toBe(60_000);
    expect(told).toEqual([payments]);
  });
});

describe('what is in force', () => {
  /** A store whose answers the test gives, one reading after the other. */
  function readings() {
    const waiting: ((freezes: StoredFreeze[] | Error) => void)[] = [];
    const store = {
      present: () =>
        new Promise<StoredFreeze[]>((resolve, reject) =>
          waiting.push(answer =>
            answer instanceof Error ? reject(answer) : resolve(answer),
          ),
        ),
    };
    return { waiting, inForce: new FreezesInForce(store) };
  }

  it('is read after it was asked for: who asks while something is read shares the next reading', async () => {
    const { waiting, inForce: read } = readings();
    const first = read.of(toProduction);
    const others = [read.of(toProduction), read.ofService(payments)];
    expect(waiting).toHaveLength(1);
    waiting[0]([]);
    expect(await first).toEqual([]);
    await new Promise(setImmediate);
    expect(waiting).toHaveLength(2);
    waiting[1]([storedFreeze()]);
    expect(await Promise.all(others)).toEqual([
      [storedFreeze()],
      [storedFreeze()],
    ]);
    const last = read.of(toProduction);
    expect(waiting).toHaveLength(3);
    waiting[2]([]);
    expect(await last).toEqual([]);
  });

  it('is read again after a reading that failed', async () => {
    const { waiting, inForce: read } = readings();
    const first = read.of(toProduction);
    const second = read.of(toProduction);
    waiting[0](new Error('The database is down'));
    await expect(first).rejects.toThrow('The database is down');
    await new Promise(setImmediate);
    waiting[1]([]);
    expect(await second).toEqual([]);
  });
});
