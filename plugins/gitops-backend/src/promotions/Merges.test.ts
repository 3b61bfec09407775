import type { GateAnswer } from 'backstage-plugin-gitops-common';
import type { PullRequest } from 'backstage-plugin-gitops-node';
import { MemoryDatabase, memoryDatabase } from './__testUtils__/memoryDatabase';
import { MergingHost } from './__testUtils__/MergingHost';
import { noGates } from './__testUtils__/noGates';
import {
  NOW,
  openPullRequest,
  promotion,
  REPOSITORY,
  settings,
} from './__testUtils__/samples';
import { Merges } from './Merges';
import { openPromotionStore } from './store/PromotionStore';

const OTHER = 'https://git.example.com/platform/regions.git';
const ana = { ref: 'user:default/ana', name: 'Ana Lima' };

let knex: MemoryDatabase;
beforeEach(() => {
  knex = memoryDatabase();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await knex.destroy();
});

const frozen: GateAnswer = {
  gate: 'freeze',
  result: 'block',
  code: 'ownWords',
  params: { sentence: 'Production is frozen.' },
  sentence: 'Production is frozen.',
  canOverride: true,
};

/** A promotion with a pull request in each of two repositories. */
async function setUp() {
  const now = () => NOW;
  let isFrozenAfterOne = false;
  let isStoppedAfterGates = false;
  const hosts = new Map(
    [REPOSITORY, OTHER].map(url => [url, new MergingHost()]),
  );
  const shown = (url: string) => hosts.get(url)!.pull;
  const states = () => [REPOSITORY, OTHER].map(url => shown(url).state);
  const store = await openPromotionStore({
    database: { getClient: async () => knex },
    now,
  });
  await store.requests.promotion(
    promotion({ id: 'it', state: 'pullRequestOpen', announced: 1 }),
    [
      openPullRequest(),
      openPullRequest({
        id: 'd1a1c2b8-6df5-47f2-8d9d-6a4ff0d7c0aa',
        repositoryUrl: OTHER,
        repository: 'platform/regions',
        branch: 'gitops/promote/payments/production/8c5f2a52',
      }),
    ],
  );
  const merges = new Merges({
    ...noGates,
    gates: {
      evaluate: async () => {
        const later = Date.now() + 600_000;
        // No timer runs meanwhile
        if (isStoppedAfterGates) jest.spyOn(Date, 'now').mockReturnValue(later);
        return isFrozenAfterOne && states().includes('merged') ? [frozen] : [];
      },
    },
    store,
    repositoryOf: url => hosts.get(url)!.repository(),
    settingsOf: async () =>
      settings({ merge: { method: 'squash', whenReady: false } }),
    holdLabel: 'hold',
    wake: () => {},
    clock: { now, sleep: async () => {} },
  });
  return {
    shown,
    states,
    freezeAfterOne() {
      isFrozenAfterOne = true;
    },
    stopAfterGates() {
      isStoppedAfterGates = true;
    },
    waitsFor(url: string, reason: string) {
      hosts.get(url)!.waitsFor = reason;
    },
    merge: async () => merges.merge((await store.records.find('it'))!, ana),
  };
}

describe('A promotion of two repositories', () => {
  const troubles: [string, Partial<PullRequest>][] = [
    ['is held', { labels: ['hold'] }],
    ['conflicts', { isMergeable: false }],
    ['is behind its base', { isOutdated: true }],
    [
      'has checks that failed',
      { checks: { passed: 1, failed: 1, pending: 0 } },
    ],
    ['has checks that run', { checks: { passed: 1, failed: 0, pending: 1 } }],
    ['was changed', { head: 'd'.repeat(40) }],
    ['goes to another branch', { base: 'next' }],
    ['was closed', { state: 'closed' }],
  ];

  it.each(
    troubles.flatMap(([what, trouble]) =>
      [REPOSITORY, OTHER].map(url => [what, url, trouble] as const),
    ),
  )(
    'is not merged by half where one pull request %s: %s',
    async (_, url, trouble) => {
      const world = await setUp();
      Object.assign(world.shown(url), trouble);
      world.waitsFor(url, 'It can not be merged now.');
      await expect(world.merge()).rejects.toThrow();
      expect(world.states()).not.toContain('merged');
    },
  );

  it('is not merged any further where a freeze begins after the first pull request', async () => {
    const world = await setUp();
    world.freezeAfterOne();
    await expect(world.merge()).rejects.toThrow('Production is frozen.');
    expect(world.states()).toEqual(['merged', 'open']);
  });

  it('is not merged by what its gates said before the process was stopped for a while', async () => {
    const world = await setUp();
    world.stopAfterGates();
    await expect(world.merge()).rejects.toThrow('Not done within');
    expect(world.states()).toEqual(['open', 'open']);
  });

  it('is merged in both', async () => {
    const world = await setUp();
    expect((await world.merge()).promotion.state).toBe('merged');
    expect(world.states()).toEqual(['merged', 'merged']);
  });
});
