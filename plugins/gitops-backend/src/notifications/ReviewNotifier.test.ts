import { mockServices } from '@backstage/backend-test-utils';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  MemoryDatabase,
  memoryDatabase,
} from '../promotions/__testUtils__/memoryDatabase';
import {
  NOW,
  openPullRequest,
  promotion,
} from '../promotions/__testUtils__/samples';
import {
  openPromotionStore,
  PromotionStore,
} from '../promotions/store/PromotionStore';
import type {
  StoredPromotion,
  StoredPullRequest,
} from '../promotions/StoredPromotion';
import { pathOfPromotion } from '../pathOfPage';
import { ReviewNotifier } from './ReviewNotifier';
import { ReviewStore } from './ReviewStore';

const HOUR_MS = 60 * 60_000;
const reviewers = ['user:default/bob', 'group:default/reviewers'];

let knex: MemoryDatabase;
let promotions: PromotionStore;
let now: number;
beforeEach(async () => {
  now = NOW;
  knex = memoryDatabase();
  promotions = await openPromotionStore({
    database: { getClient: async () => knex },
    now: () => now,
  });
});
afterEach(() => knex.destroy());

/** Two replicas, and what they send. */
function setUp(send: () => Promise<void> = async () => {}) {
  const sent: NotificationSendOptions[] = [];
  const [one, other] = [1, 2].map(
    () =>
      new ReviewNotifier({
        records: promotions.records,
        store: new ReviewStore({ knex }),
        notifications: {
          async send(message) {
            await send();
            sent.push(message);
          },
        },
        pathOf: pathOfPromotion,
        clock: { now: () => now, sleep: async () => {} },
        logger: mockServices.logger.mock(),
      }),
  );
  const look = async () => {
    await Promise.all([one.look(), other.look()]);
    return sent.splice(0);
  };
  return { look };
}

async function opened(
  given: Partial<StoredPullRequest> = {},
  of: Partial<StoredPromotion> = {},
): Promise<void> {
  await promotions.requests.promotion(promotion(of), [
    openPullRequest({ reviewerRefs: reviewers, ...given }),
  ]);
}

/** What the host shows of the pull request by now. */
async function isSeen(seen: Partial<StoredPullRequest>): Promise<void> {
  const [{ ticket, subject }] = await promotions.work.takePullRequests({
    limit: 1,
    forMs: 60_000,
  });
  await promotions.work.savePullRequest(ticket, { ...subject, ...seen }, 0);
}

const titles = (sent: NotificationSendOptions[]) =>
  sent.map(({ payload }) => payload.title);

describe('ReviewNotifier', () => {
  it('notifies the reviewers of a pull request once, and not who asked for it', async () => {
    await opened();
    const { look } = setUp();
    expect(await look()).toEqual([
      {
        recipients: {
          type: 'entity',
          entityRef: reviewers,
          excludeEntityRef: 'user:default/ana',
        },
        payload: {
          title: 'payments 1.5.0 to production needs your review',
          description: 'Ana Lima: Fixes the rounding of refunds',
          severity: 'normal',
          link: `/catalog/default/component/payments/promotions?promotion=${
            promotion().id
          }`,
          topic: 'gitops',
          scope: 'gitops:review:c1a1c2b8-6df5-47f2-8d9d-6a4ff0d7c0aa',
        },
      },
    ]);
    now += 23 * HOUR_MS;
    expect(await look()).toEqual([]);
  });

  it('says only why, where the portal requested it by itself', async () => {
    const reason = 'Requested automatically: the gates of production pass.';
    const params = {
      version: '1.5.0',
      source: 'staging',
      environment: 'production',
      healthySince: null,
    };
    await opened(
      {},
      {
        requestedBy: 'auto:gitops',
        requestedByName: 'Automatic promotion',
        reason,
        automatic: { code: 'gatesPass', params },
      },
    );
    const [{ recipients, payload }] = await setUp().look();
    expect(recipients).toEqual({ type: 'entity', entityRef: reviewers });
    expect(payload.description).toBe(reason);
  });

  it('notifies again after each day that it still waits', async () => {
    await opened();
    const { look } = setUp();
    await look();
    for (let day = 0; day < 2; day++) {
      now += 25 * HOUR_MS;
      expect(titles(await look())).toEqual([
        'payments 1.5.0 to production needs your review',
      ]);
    }
  });

  it.each([
    [
      'is approved',
      { observed: { head: 'c', base: 'main', approvedBy: ['bob'] } },
    ],
    ['is merged', { state: 'merged', mergeCommit: 'd'.repeat(40) }],
    ['is closed', { state: 'closed' }],
  ] as const)(
    'replaces the notification once when the pull request %s',
    async (_, seen) => {
      await opened();
      const { look } = setUp();
      const [first] = await look();
      await isSeen(seen as Partial<StoredPullRequest>);
      const [last, ...more] = await look();
      expect(last).toMatchObject({
        recipients: first.recipients,
        payload: {
          title: 'payments 1.5.0 to production no longer needs a review',
          severity: 'low',
          scope: first.payload.scope,
        },
      });
      expect([...more, ...(await look())]).toEqual([]);
    },
  );

  it.each([
    ['has no reviewers that the portal knows', { reviewerRefs: [] }],
    ['is being closed', { closeComment: 'Withdrawn.' }],
    ['is not open yet', { state: 'planned' }],
  ] as const)('notifies nobody where the pull request %s', async (_, given) => {
    await opened(given as Partial<StoredPullRequest>);
    expect(await setUp().look()).toEqual([]);
  });

  it('tries again after some minutes where nothing could be sent', async () => {
    await opened();
    let isDown = true;
    const { look } = setUp(async () => {
      if (isDown) throw new Error('No notifications');
    });
    expect(await look()).toEqual([]);
    isDown = false;
    now += 11 * 60_000;
    expect(await look()).toHaveLength(1);
  });

  it('notifies of a release as a whole', async () => {
    const wanted = ['payments', 'orders'].map((name, index) =>
      promotion({ id: `${index}`, service: `component:default/${name}` }),
    );
    await promotions.requests.release({
      promotions: wanted,
      pullRequests: [
        {
          pullRequest: openPullRequest({ reviewerRefs: reviewers }),
          of: wanted,
        },
      ],
      overtakes: new Set(),
    });
    expect(titles(await setUp().look())).toEqual([
      'A release of 2 services to production needs your review',
    ]);
  });
});
