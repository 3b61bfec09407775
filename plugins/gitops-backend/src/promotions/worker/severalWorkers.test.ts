import type { GitRepository, PullRequest } from 'backstage-plugin-gitops-node';
import {
  MemoryDatabase,
  memoryDatabase,
} from '../__testUtils__/memoryDatabase';
import { capturingLogger } from '../../__testUtils__/CapturingLogger';
import { nextInMs } from '../__testUtils__/nextInMs';
import { noGates } from '../__testUtils__/noGates';
import { NOW, promotion, pullRequest } from '../__testUtils__/samples';
import { openPromotionStore, PromotionStore } from '../store/PromotionStore';
import { PromotionWorker } from './PromotionWorker';

const ana = { ref: 'user:default/ana', name: 'Ana Lima' };

let knex: MemoryDatabase;
let store: PromotionStore;
let now: number;
beforeEach(async () => {
  now = NOW;
  knex = memoryDatabase();
  store = await openPromotionStore({
    database: { getClient: async () => knex },
    now: () => now,
  });
});
afterEach(() => knex.destroy());

/** A Git host whose first making of a branch takes as long as a test wants. */
function slowHost() {
  const pulls: PullRequest[] = [];
  const branches = new Set<string>();
  let answer = () => {};
  const isAnswered = new Promise<void>(resolve => {
    answer = resolve;
  });
  let asked = () => {};
  const isAsked = new Promise<void>(resolve => {
    asked = resolve;
  });
  const repository: Partial<GitRepository> = {
    async ensureBranch({ branch }) {
      asked();
      await isAnswered;
      branches.add(branch);
      return { head: 'c'.repeat(40), made: true };
    },
    async ensurePullRequest({ base, title }) {
      pulls.push({
        number: 1,
        url: 'https://git.example.com/pulls/1',
        title,
        state: 'open',
        head: 'c'.repeat(40),
        base,
        createdAt: new Date(now).toISOString(),
      });
      return { pullRequest: { ...pulls[0] }, made: true };
    },
    findPullRequest: async () => pulls[0] && { ...pulls[0] },
    pullRequest: async () => ({ ...pulls[0] }),
    async close() {
      pulls[0].state = 'closed';
      return { ...pulls[0] };
    },
    async deleteBranch(branch) {
      branches.delete(branch);
    },
  };
  return {
    pulls,
    branches,
    answer,
    isAsked,
    repository: repository as GitRepository,
  };
}

function worker(repositoryOf: (url: string) => GitRepository) {
  return new PromotionWorker({
    ...noGates,
    store,
    repositoryOf,
    targets: undefined as never,
    deployments: undefined as never,
    clock: { now: () => now, sleep: async () => {} },
    logger: capturingLogger().logger,
    onChange: () => {},
    announce: async () => {},
  });
}

const request = (given: Parameters<typeof promotion>[0], id: string) =>
  store.requests.promotion(promotion({ announced: 1, ...given }), [
    pullRequest({ id, branch: `gitops/${id}` }),
  ]);

describe('A promotion whose pull request one replica is opening', () => {
  it.each(['withdrawn', 'superseded'] as const)(
    'leaves none open when it is %s meanwhile, and another replica is free',
    async how => {
      const host = slowHost();
      const [a, b] = [1, 2].map(() => worker(() => host.repository));
      const { record } = await request({ id: 'first' }, 'first');
      const opening = a.work();
      await host.isAsked;
      if (how === 'withdrawn')
        await store.requests.withdraw([record], ana, 'Withdrawn.');
      else
        await store.requests.promotion(
          promotion({
            id: 'second',
            version: '1.6.0',
            versions: [{ name: 'payments', from: '1.4.0', to: '1.6.0' }],
            announced: 1,
          }),
          [],
        );
      await b.work();
      host.answer();
      await opening;
      while ((await b.work()) > 0);
      expect(host.pulls.map(({ state }) => state)).toEqual(['closed']);
      expect([...host.branches]).toEqual([]);
      const { promotion: after } = (await store.records.find('first'))!;
      expect(after.state).toBe(how === 'withdrawn' ? 'closed' : 'superseded');
    },
  );

  it('is looked for again after it was given up for dead, and closed', async () => {
    const host = slowHost();
    const [a, b] = [1, 2].map(() => worker(() => host.repository));
    const { record } = await request({ id: 'first' }, 'first');
    const opening = a.work();
    await host.isAsked;
    await store.requests.withdraw([record], ana, 'Withdrawn.');
    // The process was stopped for longer than its lease
    now += 120_000;
    while ((await b.work()) > 0);
    expect((await store.records.find('first'))!.promotion.state).toBe('closed');
    host.answer();
    await opening;
    expect(host.pulls.map(({ state }) => state)).toEqual(['open']);
    now += 120_000;
    while ((await b.work()) > 0);
    expect(host.pulls.map(({ state }) => state)).toEqual(['closed']);
    expect([...host.branches]).toEqual([]);
  });
});

it('a promotion on a well host is opened while another host hangs', async () => {
  const [hanging, well] = [slowHost(), slowHost()];
  well.answer();
  for (let index = 0; index < 12; index++)
    await store.requests.promotion(
      promotion({
        id: `hanging-${index}`,
        service: `component:default/${index}`,
        announced: 1,
      }),
      [
        pullRequest({
          id: `hanging-${index}`,
          repositoryUrl: 'https://hanging.example.com/a/b.git',
        }),
      ],
    );
  const one = worker(url =>
    url.includes('hanging') ? hanging.repository : well.repository,
  );
  const stuck = one.work();
  await hanging.isAsked;
  await request({ id: 'well', service: 'component:default/well' }, 'well');
  void one.work();
  // Else this would wait for ever
  await well.isAsked;
  hanging.answer();
  await stuck;
  expect(well.pulls).toHaveLength(1);
});

it('what somebody has is not due for others, however often it is hastened', async () => {
  const host = slowHost();
  const { record } = await request({ id: 'first' }, 'first');
  const opening = worker(() => host.repository).work();
  await host.isAsked;
  await store.work.hastenPullRequests({ promotion: record.promotion.id });
  const other = worker(() => host.repository);
  while ((await other.work()) > 0);
  expect(await nextInMs(knex, now)).toBeGreaterThan(30_000);
  host.answer();
  await opening;
});

describe('The same version, asked for again', () => {
  it('is a new promotion where the first one is being withdrawn', async () => {
    const { record } = await request({ id: 'first' }, 'first');
    expect((await request({ id: 'again' }, 'again')).made).toBe(false);
    await store.requests.withdraw([record], ana, 'Withdrawn.');
    const { made, record: second } = await request({ id: 'second' }, 'second');
    expect(made).toBe(true);
    expect(second.promotion.id).toBe('second');
  });

  it('is not under way any more where another took its slot, though its pull request may still be open', async () => {
    await request({ id: 'first' }, 'first');
    await request(
      {
        id: 'second',
        versions: [{ name: 'payments', from: '1.4.0', to: '1.6.0' }],
      },
      'second',
    );
    const underWay = await store.records.underWay('component:default/payments');
    expect(underWay.map(one => one.promotion.id)).toEqual(['second']);
  });
});
