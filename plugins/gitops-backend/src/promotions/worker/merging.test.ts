import { promotionSentence } from 'backstage-plugin-gitops-common';
import { GitHostError } from 'backstage-plugin-gitops-node';
import { capturingLogger } from '../../__testUtils__/CapturingLogger';
import {
  MemoryDatabase,
  memoryDatabase,
} from '../__testUtils__/memoryDatabase';
import {
  AFTER,
  BEFORE,
  FILE,
  FIRST,
  MergingHost,
  OPENED,
  SECOND,
} from '../__testUtils__/MergingHost';
import { nextInMs } from '../__testUtils__/nextInMs';
import { noGates } from '../__testUtils__/noGates';
import {
  NOW,
  openPullRequest,
  promotion,
  settings,
} from '../__testUtils__/samples';
import type { MergeSettings } from '../../environments/PromotionSettings';
import { Merges } from '../Merges';
import { openPromotionStore } from '../store/PromotionStore';
import type { StoredPullRequest } from '../StoredPromotion';
import { PromotionWorker } from './PromotionWorker';

const MINUTE_MS = 60_000;
const notAsked = {
  gate: 'sync-windows',
  code: 'syncWindowsUnreadable',
  params: { detail: 'Argo CD answers 503' },
} as const;
const ana = { ref: 'user:default/ana', name: 'Ana Lima' };

let knex: MemoryDatabase;
beforeEach(() => {
  knex = memoryDatabase();
});
afterEach(() => knex.destroy());

/** An open promotion on a host, in a time that only passes when a test says so. */
async function setUp({
  merge = { method: 'squash', whenReady: false },
  ...given
}: { merge?: MergeSettings } & Partial<StoredPullRequest> = {}) {
  let now = NOW;
  const host = new MergingHost();
  const store = await openPromotionStore({
    database: { getClient: async () => knex },
    now: () => now,
  });
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  const repositoryOf = () => host.repository();
  await store.requests.promotion(
    promotion({ id: 'it', state: 'pullRequestOpen', announced: 1 }),
    [
      openPullRequest({
        baseSha: FIRST,
        head: OPENED,
        files: new Map([[FILE, Buffer.from(AFTER)]]),
        openedAt: new Date(NOW).toISOString(),
        observed: { head: OPENED, base: 'main' },
        ...given,
      }),
    ],
  );
  /** What the only gate says; undefined where nothing */
  const gate: { name?: string; state?: 'pending' | 'failure' } = {};
  const judged = async (row: StoredPullRequest): Promise<StoredPullRequest> => {
    const cleared = await noGates.statuses.evaluate(row);
    return {
      ...cleared,
      statuses: {
        ...cleared.statuses!,
        gates: gate.state
          ? [
              {
                ...notAsked,
                gate: gate.name ?? notAsked.gate,
                state: gate.state,
                isPublished: true,
              },
            ]
          : [],
      },
    };
  };
  const statuses = {
    ...noGates.statuses,
    keep: async (_: StoredPullRequest, row: StoredPullRequest) =>
      row.state === 'open' ? judged(row) : row,
    approve: judged,
    evaluate: judged,
    nextInMs: () => MINUTE_MS,
  };
  const worker = new PromotionWorker({
    ...noGates,
    statuses,
    store,
    repositoryOf,
    targets: undefined as never,
    deployments: undefined as never,
    clock,
    holdLabel: 'hold',
    logger: capturingLogger().logger,
    onChange: () => {},
    announce: async () => {},
  });
  const merges = new Merges({
    ...noGates,
    statuses,
    store,
    repositoryOf,
    settingsOf: async () => settings({ merge }),
    holdLabel: 'hold',
    wake: () => {},
    clock,
  });
  const record = async () => (await store.records.find('it'))!;
  return {
    host,
    gate,
    store,
    record,
    pullRequest: async () => (await record()).pullRequests[0],
    cause: async () => (await record()).promotion.cause,
    sentence: async () => promotionSentence((await record()).promotion.cause),
    merge: async () => merges.merge(await record(), ana),
    /** Does all that becomes due meanwhile, when it does */
    async pass(ms: number) {
      const end = now + ms;
      for (;;) {
        // What follows a merge is not looked at here
        if ((await record()).promotion.state !== 'pullRequestOpen') break;
        if ((await worker.work()) > 0) continue;
        const waitMs = await nextInMs(knex, now);
        if (waitMs === undefined || now + waitMs > end) break;
        now += Math.max(1, waitMs);
      }
      now = end;
    },
  };
}

describe('A pull request whose base moved', () => {
  it('is brought up to date by the merge in the portal, and merged by the next one', async () => {
    const world = await setUp();
    world.host.moveBase();
    await expect(world.merge()).rejects.toThrow(
      'It is behind. The portal brings its branch up to date: merge it again when its checks have passed',
    );
    expect(await world.cause()).toMatchObject({ params: { isUpdating: true } });
    await world.pass(MINUTE_MS);
    expect(world.host.branch).toEqual({ on: SECOND, text: AFTER });
    const { head, baseSha, update } = await world.pullRequest();
    expect({ head, baseSha, update }).toEqual({
      head: world.host.pull.head,
      baseSha: SECOND,
      update: undefined,
    });
    expect(await world.cause()).toMatchObject({ params: { isChanged: false } });
    expect((await world.merge()).promotion.state).toBe('merged');
  });

  it('is left as it is while nobody asks', async () => {
    const world = await setUp();
    world.host.moveBase();
    await world.pass(10 * MINUTE_MS);
    expect(world.host.remakes).toBe(0);
    expect(await world.sentence()).toContain('has to be brought up to date');
  });

  it('is brought up to date without a click where the environment says so, once for each move', async () => {
    const world = await setUp({ isKeptUpToDate: true });
    await world.pass(10 * MINUTE_MS);
    expect(world.host.remakes).toBe(0);
    world.host.moveBase();
    await world.pass(30 * MINUTE_MS);
    expect(world.host.remakes).toBe(1);
    expect(world.host.branch.on).toBe(SECOND);
  });

  it('names the files that have changed, and what to do, and leaves its branch', async () => {
    const world = await setUp({ isKeptUpToDate: true });
    world.host.moveBase('newTag: 1.4.1\n');
    await world.pass(10 * MINUTE_MS);
    expect(world.host.branch.on).toBe(FIRST);
    expect(await world.cause()).toMatchObject({
      params: {
        hasConflicts: true,
        notUpdated: { reason: 'filesChanged', files: [FILE] },
      },
    });
    expect(await world.sentence()).toContain(
      `${FILE} has changed since this was planned: promote it again.`,
    );
  });

  it('is made anew on the same commit where the answer gets lost and the base moves on', async () => {
    const world = await setUp({ isKeptUpToDate: true });
    world.host.moveBase();
    world.host.losesAnswer = true;
    const THIRD = 'f'.repeat(40);
    const remakes = () => world.host.remakes;
    await world.pass(0);
    expect(remakes()).toBe(1);
    world.host.main.set(THIRD, new Map([[FILE, BEFORE]]));
    await world.pass(MINUTE_MS);
    expect((await world.pullRequest()).head).toBe(world.host.pull.head);
    expect(remakes()).toBe(1);
  });

  it('is not made anew over what somebody else pushed', async () => {
    const world = await setUp({ isKeptUpToDate: true });
    world.host.moveBase();
    world.host.pull.head = '9'.repeat(40);
    await world.pass(10 * MINUTE_MS);
    expect(world.host.remakes).toBe(0);
    expect(await world.cause()).toMatchObject({ params: { isChanged: true } });
  });

  it('says why the host does not take the branch, and goes on looking', async () => {
    const world = await setUp({ isKeptUpToDate: true });
    world.host.moveBase();
    const refusal = new GitHostError('forbidden', 'Force push is off');
    world.host.failures.push(refusal, refusal, refusal);
    await world.pass(10 * MINUTE_MS);
    expect(await world.cause()).toMatchObject({
      params: {
        notUpdated: { reason: 'refused', detail: 'Force push is off' },
      },
    });
    world.host.mergeByItself();
    await world.pass(10 * MINUTE_MS);
    expect((await world.record()).promotion.state).toBe('merged');
  });
});

describe('A merge that is left to the host', () => {
  const whenReady = { merge: { method: 'squash', whenReady: true } } as const;

  it('is told, remembers who asked, and is seen', async () => {
    const world = await setUp(whenReady);
    world.host.waitsFor = 'A check runs';
    const { promotion: queued } = await world.merge();
    expect(queued.state).toBe('pullRequestOpen');
    expect(queued.cause).toMatchObject({
      code: 'mergesWhenReady',
      params: { queuedBy: ['Ana Lima'] },
    });
    await world.pass(MINUTE_MS);
    expect((await world.pullRequest()).queued).toMatchObject({ by: ana });
    world.host.mergeByItself();
    await world.pass(MINUTE_MS);
    expect(await world.cause()).toMatchObject({
      code: 'merged',
      params: { by: ['merge-bot'] },
    });
  });

  it('is an ordinary merge where nothing is waited for', async () => {
    const world = await setUp(whenReady);
    expect((await world.merge()).promotion.state).toBe('merged');
  });

  it('is refused where the host has no auto-merge', async () => {
    const world = await setUp(whenReady);
    world.host.hasAutoMerge = false;
    world.host.waitsFor = 'A check runs.';
    await expect(world.merge()).rejects.toThrow('A check runs.');
    expect((await world.pullRequest()).queued).toBeUndefined();
  });

  it('is told to have ended where the host drops it', async () => {
    const world = await setUp(whenReady);
    world.host.waitsFor = 'A check runs';
    await world.merge();
    world.host.isQueued = false;
    await world.pass(MINUTE_MS);
    expect(await world.cause()).toMatchObject({
      code: 'waitsForReview',
      params: { unqueued: { because: 'dropped' } },
    });
    await world.merge();
    expect(await world.cause()).toMatchObject({ code: 'mergesWhenReady' });
  });

  it('goes on after its branch was brought up to date', async () => {
    const world = await setUp(whenReady);
    world.host.moveBase();
    world.host.waitsFor = 'A check runs';
    await world.merge();
    await world.pass(MINUTE_MS);
    expect(world.host.branch.on).toBe(SECOND);
    expect(world.host.isQueued).toBe(true);
    expect((await world.pullRequest()).queued).toMatchObject({
      state: 'taken',
    });
  });

  it.each<[string, (host: MergingHost) => void, string]>([
    ['a label holds it', host => host.pull.labels!.push('Hold'), 'held'],
    [
      'somebody pushes to its branch',
      host => {
        host.pull.head = '9'.repeat(40);
      },
      'changed',
    ],
    [
      'somebody retargets it',
      host => {
        host.pull.base = 'next';
      },
      'retargeted',
    ],
  ])('is taken back where %s', async (_, happen, because) => {
    const world = await setUp(whenReady);
    world.host.waitsFor = 'A check runs';
    await world.merge();
    happen(world.host);
    await world.pass(MINUTE_MS);
    expect(world.host.isQueued).toBe(false);
    expect(await world.cause()).toMatchObject({
      params: { unqueued: { because } },
    });
  });

  it('is taken back where a gate begins to block', async () => {
    const world = await setUp(whenReady);
    world.host.waitsFor = 'A check runs';
    await world.merge();
    expect(world.host.isQueued).toBe(true);
    world.gate.state = 'failure';
    await world.pass(2 * MINUTE_MS);
    expect(world.host.isQueued).toBe(false);
    expect(await world.cause()).toMatchObject({
      params: { unqueued: { because: 'blocked' } },
    });
  });

  it('is taken back where the approval of the second person is dismissed, not where a gate can not be asked', async () => {
    const world = await setUp(whenReady);
    world.host.waitsFor = 'A check runs';
    await world.merge();
    world.gate.state = 'pending';
    await world.pass(2 * MINUTE_MS);
    expect(world.host.isQueued).toBe(true);
    world.gate.name = 'four-eyes';
    await world.pass(2 * MINUTE_MS);
    expect(world.host.isQueued).toBe(false);
    expect(await world.cause()).toMatchObject({
      params: { unqueued: { because: 'blocked' } },
    });
  });

  it('is begun only when a gate that could not be asked passes', async () => {
    const world = await setUp(whenReady);
    world.host.waitsFor = 'A check runs';
    world.gate.state = 'pending';
    const { promotion: waiting } = await world.merge();
    expect(waiting.cause).toMatchObject({ code: 'mergesWhenReady' });
    await world.pass(10 * MINUTE_MS);
    expect(world.host.isQueued).toBe(false);
    world.gate.state = undefined;
    await world.pass(5 * MINUTE_MS);
    expect(world.host.isQueued).toBe(true);
  });

  it('is not begun where a gate has begun to block while its branch was brought up to date', async () => {
    const world = await setUp(whenReady);
    world.host.moveBase();
    world.host.waitsFor = 'A check runs';
    await world.merge();
    world.gate.state = 'failure';
    await world.pass(5 * MINUTE_MS);
    expect(world.host.branch.on).toBe(SECOND);
    expect(world.host.isQueued).toBe(false);
    expect(await world.cause()).toMatchObject({
      params: { unqueued: { because: 'blocked' } },
    });
  });

  it('ends with a withdrawal', async () => {
    const world = await setUp(whenReady);
    world.host.waitsFor = 'A check runs';
    await world.merge();
    await world.store.requests.withdraw(
      [await world.record()],
      ana,
      'Withdrawn.',
    );
    await world.pass(MINUTE_MS);
    expect(world.host.isQueued).toBe(false);
    expect((await world.pullRequest()).queued).toBeUndefined();
    expect((await world.record()).promotion.state).toBe('closed');
  });
});

describe('A label that holds a pull request', () => {
  it('keeps the portal from merging it until it is removed, and is told', async () => {
    const world = await setUp();
    world.host.pull.labels!.push('hold');
    await expect(world.merge()).rejects.toThrow('A label holds it.');
    expect(await world.sentence()).toContain(
      'It has the label hold: the portal merges it only after the label is removed.',
    );
    world.host.pull.labels!.pop();
    expect((await world.merge()).promotion.state).toBe('merged');
  });
});
