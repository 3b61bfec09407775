import type { GitRepository } from 'backstage-plugin-gitops-node';
import { diagnosis } from '../../__testUtils__/builtEntry';
import { capturingLogger } from '../../__testUtils__/CapturingLogger';
import {
  MemoryDatabase,
  memoryDatabase,
} from '../__testUtils__/memoryDatabase';
import { noGates } from '../__testUtils__/noGates';
import {
  deployment,
  IMAGE,
  NOW,
  openPullRequest,
  promotion,
  pullRequest,
} from '../__testUtils__/samples';
import { openPromotionStore, PromotionStore } from '../store/PromotionStore';
import type { StoredPullRequest } from '../StoredPromotion';
import type { TargetReader } from '../tracking/TargetReader';
import { PromotionWorker } from './PromotionWorker';

/** More than any test here takes. */
const MAX_ROUNDS = 50;

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
  await store.requests.promotion(promotion(), [pullRequest()]);
});
afterEach(() => knex.destroy());

/** What its host shows of the pull request is written, and nothing else happens. */
async function isSeen(seen: Partial<StoredPullRequest>): Promise<void> {
  const [{ ticket, subject }] = await store.work.takePullRequests({
    limit: 1,
    forMs: 60_000,
  });
  const { id, branch } = subject;
  const after = openPullRequest({ id, branch, ...seen });
  await store.work.savePullRequest(ticket, after, 0);
}

/**
 * Follows the promotion, whose version runs, until nothing is due. @returns the states that were
 * announced
 */
async function followed(
  onAnnounce: (state: string) => Promise<void> = async () => {},
): Promise<string[]> {
  const told: string[] = [];
  const repository: Partial<GitRepository> = {
    pullRequest: () => Promise.reject(new Error('Nobody asks')),
    deleteBranch: async () => {},
  };
  const targets: Pick<TargetReader, 'read'> = {
    read: async target => ({
      target,
      deployment: deployment({ running: '1.5.0', images: [`${IMAGE}:1.5.0`] }),
      diagnosis: diagnosis(),
      isCompared: true,
      isOperated: true,
    }),
  };
  const worker = new PromotionWorker({
    ...noGates,
    store,
    repositoryOf: () => repository as GitRepository,
    targets: targets as TargetReader,
    deployments: { application: () => undefined } as never,
    clock: { now: () => now, sleep: async () => {} },
    logger: capturingLogger().logger,
    onChange: () => {},
    async announce(_, { state }) {
      await onAnnounce(state);
      told.push(state);
    },
  });
  await restsAfter(worker);
  now += 30_000;
  await restsAfter(worker);
  return told;
}

/** Works until nothing is due. @throws Error where that never ends, as of what is told for ever */
async function restsAfter(worker: PromotionWorker): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++)
    if ((await worker.work()) === 0) return;
  throw new Error(`Something is still due after ${MAX_ROUNDS} rounds`);
}

it('a worker announces every state that was passed between two looks, in order', async () => {
  await isSeen({});
  await isSeen({ state: 'merged', mergeCommit: 'd'.repeat(40) });
  expect(await followed()).toEqual([
    'requested',
    'pullRequestOpen',
    'merged',
    'succeeded',
  ]);
  const { promotion: after } = (await store.records.find(promotion().id))!;
  expect(after.passed.map(({ cause }) => cause.code)).toEqual([
    'opening',
    'waitsForReview',
    'merged',
    'arrived',
  ]);
});

it('a worker announces a state once, though somebody changes the promotion meanwhile', async () => {
  await isSeen({});
  const { id } = promotion();
  const told = await followed(async state => {
    if (state !== 'pullRequestOpen') return;
    const record = (await store.records.find(id))!;
    await store.requests.withdraw([record], ana, 'Withdrawn.');
  });
  expect(told.slice(0, 2)).toEqual(['requested', 'pullRequestOpen']);
  expect(new Set(told).size).toBe(told.length);
  expect((await store.records.find(id))!.promotion.withdrawnBy).toEqual(ana);
});

it('a worker follows a promotion though nobody can be told, and tells of all states later', async () => {
  await isSeen({});
  await isSeen({ state: 'merged', mergeCommit: 'd'.repeat(40) });
  const failing = () => Promise.reject(new Error('No events'));
  expect(await followed(failing)).toEqual([]);
  const { promotion: after } = (await store.records.find(promotion().id))!;
  expect(after.state).toBe('succeeded');
  expect(await followed()).toEqual([
    'requested',
    'pullRequestOpen',
    'merged',
    'succeeded',
  ]);
});
