import { promotion } from '../promotions/__testUtils__/samples';
import { AUTOMATIC } from '../promotions/automatic';
import { promotionMessage } from './promotionMessage';

const byPortal = { requestedBy: AUTOMATIC.ref, reason: 'The gates pass.' };
const messageOf = (given: Parameters<typeof promotion>[0]) =>
  promotionMessage(promotion(given), {
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'orders', namespace: 'default' },
      relations: [{ type: 'ownedBy', targetRef: 'group:default/team-a' }],
    },
    link: '/orders',
  });

describe('The owners of a service', () => {
  it('are notified of a pull request that the portal opened by itself, and why', () => {
    expect(messageOf({ ...byPortal, state: 'pullRequestOpen' })).toMatchObject({
      recipients: { entityRef: ['group:default/team-a'] },
      payload: {
        title: expect.stringMatching(/: pull request opened automatically$/),
        description: 'The gates pass.',
        severity: 'low',
      },
    });
  });

  it('are not notified of one that somebody asked for', () => {
    expect(messageOf({ state: 'pullRequestOpen' })).toBeUndefined();
  });

  it('are notified that automatic promotion stops after a failure', () => {
    const { payload } = messageOf({ ...byPortal, state: 'failed' })!;
    expect(payload.description).toMatch(
      /Automatic promotion to production has stopped\.$/,
    );
  });
});
