import { mockCredentials } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { record } from '../../promotions/__testUtils__/samples';
import type { PromotionRecord } from '../../promotions/store/Records';
import { ReviewReads, ReviewReadsOptions } from './ReviewReads';

const bob = mockCredentials.user('user:default/bob');

/** Pull requests that wait, by who is to review them; each promotes what it is called. */
function setUp(
  waiting: Record<string, { reviewers: string[]; requestedBy?: string }>,
  hidden: string[] = [],
) {
  const of = (id: string) =>
    record({ id, requestedBy: waiting[id].requestedBy ?? 'user:default/ana' });
  const reads = new ReviewReads({
    records: {
      waitingForReview: async () =>
        Object.entries(waiting).map(([id, { reviewers }]) => ({
          id,
          reviewerRefs: reviewers,
        })),
      inPullRequest: async (id: string) => [of(id)],
    },
    allowed: {
      read: async (id: string) => {
        if (hidden.includes(id)) throw new NotFoundError('No such promotion');
        return { record: of(id) };
      },
    },
    presenter: {
      one: async ({ promotion }: PromotionRecord) => ({ id: promotion.id }),
    },
    userInfo: {
      getUserInfo: async () => ({
        userEntityRef: 'user:default/bob',
        ownershipEntityRefs: ['user:default/bob', 'group:default/reviewers'],
      }),
    },
  } as unknown as ReviewReadsOptions);
  return async (credentials = bob) =>
    (await reads.list(credentials)).map(({ id }) => id);
}

describe('What a caller is asked to review', () => {
  it('is what waits for them or a group of theirs, and for nobody else', async () => {
    const list = setUp({
      mine: { reviewers: ['user:default/bob'] },
      ours: { reviewers: ['group:default/reviewers', 'user:default/eve'] },
      theirs: { reviewers: ['user:default/eve'] },
    });
    expect(await list()).toEqual(['mine', 'ours']);
  });

  it('is nothing that they requested, or may not see', async () => {
    const list = setUp(
      {
        own: {
          reviewers: ['group:default/reviewers'],
          requestedBy: 'user:default/bob',
        },
        hidden: { reviewers: ['user:default/bob'] },
        visible: { reviewers: ['user:default/bob'] },
      },
      ['hidden'],
    );
    expect(await list()).toEqual(['visible']);
  });

  it('is nothing for a service', async () => {
    const list = setUp({ mine: { reviewers: ['user:default/bob'] } });
    expect(await list(mockCredentials.service() as never)).toEqual([]);
  });
});
