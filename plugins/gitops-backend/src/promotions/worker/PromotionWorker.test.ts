import { GitHostError, GitRepository } from 'backstage-plugin-gitops-node';
import {
  MemoryDatabase,
  memoryDatabase,
} from '../__testUtils__/memoryDatabase';
import { capturingLogger } from '../../__testUtils__/CapturingLogger';
import { nextInMs } from '../__testUtils__/nextInMs';
import { noGates } from '../__testUtils__/noGates';
import {
  hostSays,
  NOW,
  openPullRequest,
  promotion,
} from '../__testUtils__/samples';
import { openPromotionStore } from '../store/PromotionStore';
import type { StoredPullRequest } from '../StoredPromotion';
import { PromotionWorker } from './PromotionWorker';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** A pull request as its host shows it while nothing happens. */
const quiet = {
  number: 12,
  url: 'https://git.example.com/platform/gitops/pulls/12',
  title: 'Promote payments',
  state: 'open' as const,
  head: 'c'.repeat(40),
  base: 'main',
  createdAt: new Date(NOW).toISOString(),
};

let knex: MemoryDatabase;
beforeEach(() => {
  knex = memoryDatabase();
});
afterEach(() => knex.destroy());

/** A worker with open pull requests in `hosts`, in a time that only passes when a test says so. */
async function setUp(hosts: readonly string[]) {
  let now = NOW;
  const asked: { host: string; at: number }[] = [];
  /** What each host answers in place of the pull request */
  const failing = new Map<string, () => Error>();
  const ask = (host: string) => {
    asked.push({ host, at: now });
    const error = failing.get(host)?.();
    if (error) throw error;
  };
  const repositoryOf = (url: string) => {
    const { host } = new URL(url);
    const repository: Partial<GitRepository> = {
      host,
      name: 'platform/gitops',
      url,
      pullRequest: async () => {
        ask(host);
        return quiet;
      },
    };
    return repository as GitRepository;
  };
  const store = await openPromotionStore({
    database: { getClient: async () => knex },
    now: () => now,
  });
  const urls = hosts.map(host => `https://${host}/platform/gitops.git`);
  for (const [index, repositoryUrl] of urls.entries())
    await store.requests.promotion(
      promotion({
        id: `promotion-${index}`,
        service: `component:default/${index}`,
        state: 'pullRequestOpen',
        announced: 1,
      }),
      [
        openPullRequest({
          id: `pull-${index}`,
          repositoryUrl,
          openedAt: new Date(NOW).toISOString(),
        }),
      ],
    );
  const worker = new PromotionWorker({
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
  return {
    asked,
    failing,
    askedOf: (host: string) => asked.filter(one => one.host === host).length,
    now: () => now,
    /** As a webhook does */
    hasten: () => store.work.hastenPullRequests({ repositoryUrls: urls }),
    pullRequest: async (index = 0): Promise<StoredPullRequest> =>
      (await store.records.find(`promotion-${index}`))!.pullRequests[0],
    /** Does all that becomes due meanwhile, when it does */
    async pass(ms: number) {
      const end = now + ms;
      for (;;) {
        while ((await worker.work()) > 0);
        const waitMs = await nextInMs(knex, now);
        if (waitMs === undefined || now + waitMs > end) break;
        now += Math.max(0, waitMs);
      }
      now = end;
    },
  };
}

const GIT = 'git.example.com';
const OTHER = 'other.example.com';

describe('PromotionWorker', () => {
  it('looks at a quiet pull request ever more rarely', async () => {
    const world = await setUp([GIT]);
    await world.pass(5 * MINUTE_MS);
    expect(world.asked.length).toBeGreaterThanOrEqual(25);
    await world.pass(2 * HOUR_MS);
    const before = world.asked.length;
    expect(before).toBeLessThan(150);
    await world.pass(HOUR_MS);
    expect(world.asked.length - before).toBeLessThanOrEqual(14);
  });

  it('goes on with others where a host fails, and says when to come back', async () => {
    const world = await setUp([GIT, OTHER]);
    await world.pass(0);
    world.failing.set(
      GIT,
      () =>
        new GitHostError('unavailable', 'It is being updated', {
          retryAfterMs: HOUR_MS,
        }),
    );
    await world.pass(MINUTE_MS);
    world.failing.delete(GIT);
    const before = world.askedOf(GIT);
    await world.hasten();
    await world.pass(MINUTE_MS);
    // That one repository can't be reached is no word on how often its host may be asked
    expect(world.askedOf(GIT)).toBeGreaterThan(before);
  });

  it('asks a host that fails without a word again soon, then more rarely', async () => {
    const world = await setUp([GIT]);
    world.failing.set(
      GIT,
      () => new GitHostError('unavailable', 'The host is down'),
    );
    await world.pass(MINUTE_MS);
    expect(world.asked.length).toBeGreaterThanOrEqual(5);
    expect(world.asked.length).toBeLessThanOrEqual(8);
    expect((await world.pullRequest()).obstacle).toEqual(
      hostSays('The host is down'),
    );
  });
});
