import {
  MemoryDatabase,
  memoryDatabase,
} from '../__testUtils__/memoryDatabase';
import {
  hostSays,
  NOW,
  openPullRequest,
  promotion,
  pullRequest,
  said,
} from '../__testUtils__/samples';
import type { StoredPromotion, StoredPullRequest } from '../StoredPromotion';
import { differenceOf } from '../plan/difference';
import { openPromotionStore, PromotionStore } from './PromotionStore';

const DAY_MS = 24 * 60 * 60_000;

let knex: MemoryDatabase;
let store: PromotionStore;

beforeEach(async () => {
  knex = memoryDatabase();
  store = await openPromotionStore({
    database: { getClient: async () => knex },
    now: () => NOW,
  });
});
afterEach(() => knex.destroy());

const id = (digit: number) => `${digit}`.repeat(36);

/** One that is merged, and one of a newer version that takes its place. */
async function merged(state: 'merged' | 'deploying') {
  const old = promotion({
    id: id(1),
    state,
    mergedAt: new Date(NOW - DAY_MS).toISOString(),
    obstacle: hostSays('The Application is gone.'),
  });
  await store.requests.promotion(old, [
    openPullRequest({
      id: id(8),
      state: 'merged',
      mergeCommit: 'd'.repeat(40),
    }),
  ]);
  return old;
}

const newer = (given: Partial<StoredPromotion> = {}) =>
  promotion({
    id: id(2),
    version: '1.6.0',
    versions: [{ name: 'payments', from: '1.5.0', to: '1.6.0' }],
    ...given,
  });
const request = (wanted: StoredPromotion, overtakes?: string) =>
  store.requests.promotion(wanted, [pullRequest({ id: id(9) })], { overtakes });

describe.each(['merged', 'deploying'] as const)(
  'a promotion that is %s',
  state => {
    it('is superseded by one that may overtake it, and says so', async () => {
      const old = await merged(state);
      expect((await request(newer(), old.id)).made).toBe(true);
      const { promotion: after, pullRequests } = (await store.records.find(
        old.id,
      ))!;
      expect(said(after)).toMatchObject({
        state: 'superseded',
        supersededBy: id(2),
        endedAt: new Date(NOW).toISOString(),
        obstacle: undefined,
        sentence:
          'A promotion to 1.6.0 takes its place before 1.5.0 was confirmed in production. It is no longer followed.',
      });
      expect(pullRequests[0].state).toBe('merged');
      const underWay = await store.records.underWay(old.service);
      expect(underWay.map(one => one.promotion.id)).toEqual([id(2)]);
    });

    it('is superseded by its rollback', async () => {
      const old = await merged(state);
      const back = newer({
        kind: 'rollback',
        version: '1.4.0',
        rollsBack: old.id,
      });
      await request(back, old.id);
      const after = (await store.records.find(old.id))!.promotion;
      expect(said(after).sentence).toBe(
        'It is rolled back to 1.4.0 before 1.5.0 was confirmed in production. It is no longer followed.',
      );
    });

    it('is not superseded by one whose gates were asked before it was merged', async () => {
      const old = await merged(state);
      for (const overtakes of [undefined, id(7)])
        await expect(request(newer(), overtakes)).rejects.toThrow(
          '1.5.0 of component:default/payments is being deployed to production',
        );
      expect((await store.records.find(old.id))?.promotion.state).toBe(state);
    });

    it('stays superseded whatever a worker finds that follows it at that moment', async () => {
      const old = await merged(state);
      const [lease] = await store.work.takePromotions({
        limit: 1,
        forMs: 60_000,
      });
      await request(newer(), old.id);
      const arrived = {
        ...lease.subject.promotion,
        state: 'succeeded',
      } as const;
      expect(
        await store.work.savePromotion(lease.ticket, arrived, undefined),
      ).toBe(false);
      expect((await store.records.find(old.id))?.promotion.state).toBe(
        'superseded',
      );
    });
  },
);

it('a pull request that is just being merged is neither withdrawn nor superseded', async () => {
  const old = promotion({ id: id(1), state: 'pullRequestOpen' });
  const { record } = await store.requests.promotion(old, [
    openPullRequest({ id: id(8) }),
  ]);
  const ana = { ref: 'user:default/ana', name: 'Ana Lima' };
  await store.work.takeForMerge(id(8), ana, 60_000);
  const refused = expect.objectContaining({
    name: 'ConflictError',
    message: expect.stringContaining('is being merged at this moment'),
  });
  await expect(
    store.requests.withdraw([record], ana, 'Withdrawn.'),
  ).rejects.toEqual(refused);
  await expect(request(newer())).rejects.toEqual(refused);
  const { promotion: after, pullRequests } = (await store.records.find(id(1)))!;
  expect(after).toMatchObject({
    withdrawnBy: undefined,
    supersededBy: undefined,
  });
  expect(pullRequests[0].closeComment).toBeUndefined();
});

describe('a promotion with a pull request in each of two repositories', () => {
  const both = ['platform/gitops', 'platform/regions'];
  const [first, second] = [id(8), id(9)];

  /** Looks at a pull request, and finds it in a state. */
  async function see(pull: string, state: StoredPullRequest['state']) {
    await store.work.hastenPullRequests({ promotion: id(1) });
    const leases = await store.work.takePullRequests({ limit: 9, forMs: 1 });
    for (const { ticket, subject } of leases)
      await store.work.savePullRequest(
        ticket,
        subject.id === pull
          ? { ...subject, state, closeComment: undefined }
          : subject,
        60_000,
        subject,
      );
  }

  it('is not gone on with where one of them alone is opened again: that one is closed again', async () => {
    await store.requests.promotion(
      promotion({ id: id(1), state: 'pullRequestOpen' }),
      both.map((repository, index) =>
        openPullRequest({ id: [first, second][index], repository }),
      ),
    );
    await see(first, 'closed');
    await see(second, 'closed');
    await see(second, 'open');
    const { promotion: after, pullRequests } = (await store.records.find(
      id(1),
    ))!;
    expect(after.state).toBe('closed');
    expect(pullRequests[1]).toMatchObject({
      state: 'open',
      closeComment: expect.stringContaining('Promote it again in the portal'),
    });
  });
});

it('a row is free at the very moment at which its lease ends', async () => {
  const times = { now: NOW };
  const memory = memoryDatabase();
  const { requests, work } = await openPromotionStore({
    database: { getClient: async () => memory },
    now: () => times.now,
  });
  await requests.promotion(newer(), [pullRequest({ id: id(9) })]);
  const take = { limit: 1, forMs: 60_000 };
  expect(await work.takePullRequests(take)).toHaveLength(1);
  times.now = NOW + 59_999;
  expect(await work.takePullRequests(take)).toEqual([]);
  times.now = NOW + 60_000;
  expect(await work.takePullRequests(take)).toHaveLength(1);
  await memory.destroy();
});

it('the content of a pull request is read only where its branch is made', async () => {
  const files = new Map([['orders.yaml', Buffer.from('tag: 1.5.0')]]);
  await store.requests.promotion(promotion({ id: id(1) }), [
    pullRequest({ id: id(8), files, body: 'Reviewed' }),
  ]);
  const take = () => store.work.takePullRequests({ limit: 1, forMs: 1 });
  const [planned] = await take();
  expect(planned.subject).toMatchObject({ files: new Map(), body: '' });
  const opened = { ...planned.subject, state: 'open' } as const;
  await store.work.savePullRequest(planned.ticket, opened, 0);
  const [open] = await take();
  expect(open.subject).toMatchObject({ files: new Map(), body: '' });
  expect(await store.work.withContent(open.subject)).toMatchObject({
    files,
    body: 'Reviewed',
  });
});

it('keeps how the files of each repository change', async () => {
  const one = promotion({ id: id(1) });
  const files = [
    differenceOf('apps/cart/values.yaml', 'tag: 1.4.0\n', 'tag: 1.5.0\n'),
  ];
  await store.requests.promotion(one, [
    { ...pullRequest({ id: id(9) }), differences: files },
  ]);
  const { repository, repositoryUrl, base, baseSha } = pullRequest();
  expect(await store.records.changesOf(one.id)).toEqual([
    { repository, url: repositoryUrl, branch: base, base: baseSha, files },
  ]);
  expect(await store.records.changesOf(id(7))).toEqual([]);
});
