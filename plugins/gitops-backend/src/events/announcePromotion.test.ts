import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { EventParams } from '@backstage/plugin-events-node';
import { promotionStates } from 'backstage-plugin-gitops-common';
import { capturingAuditor } from '../__testUtils__/capturingAuditor';
import { component } from '../__testUtils__/startGitops';
import { pathOfPromotion } from '../pathOfPage';
import { openPullRequest, record } from '../promotions/__testUtils__/samples';
import type { PassedState } from '../promotions/StoredPromotion';
import { announcePromotion } from './announcePromotion';

interface Sent {
  recipients: unknown;
  payload: object;
}

function setUp(
  options: {
    entity?: () => Promise<Entity | undefined>;
    send?: () => Promise<void>;
    publish?: () => Promise<void>;
  } = {},
) {
  const { events: audited, auditor } = capturingAuditor();
  const published: EventParams[] = [];
  const sent: Sent[] = [];
  /** Tells of a state that the promotion is in, or of the one that is given. */
  const tell = (
    promotion: Parameters<typeof record>[0],
    passed?: PassedState,
  ) => {
    const told = record(promotion, [
      openPullRequest(),
      openPullRequest({ number: undefined, url: undefined }),
    ]);
    return announcePromotion(told, passed ?? told.promotion.passed.at(-1)!, {
      auditor,
      events: {
        async publish(event) {
          await options.publish?.();
          published.push(event);
        },
      },
      notifications: {
        async send(one) {
          await options.send?.();
          sent.push(one as Sent);
        },
      },
      logger: mockServices.logger.mock(),
      entity: options.entity ?? (async () => component('payments')),
      pathOf: pathOfPromotion,
      signal: new AbortController().signal,
    });
  };
  const states = () => audited.map(({ meta }) => meta.state);
  return { tell, audited, published, sent, states };
}

describe('announcePromotion', () => {
  it('writes every state to the audit log, with who and why', async () => {
    const { tell, audited, states } = setUp();
    for (const state of promotionStates) await tell({ state });
    expect(states()).toEqual(promotionStates);
    expect(audited[0]).toEqual({
      eventId: 'promotion-state',
      outcome: 'success',
      meta: expect.objectContaining({
        service: 'component:default/payments',
        from: 'staging',
        to: 'production',
        version: '1.5.0',
        requestedBy: 'user:default/ana',
        reason: 'Fixes the rounding of refunds',
        overridden: false,
        pullRequests: ['https://git.example.com/platform/gitops/pulls/12'],
      }),
    });
  });

  it('publishes an event of every state', async () => {
    const { tell, published } = setUp();
    const cause = { code: 'rollingOut', params: { version: '1.5.0' } } as const;
    await tell({ state: 'deploying', cause });
    expect(published).toEqual([
      {
        topic: 'gitops.promotion',
        eventPayload: {
          id: '7b5f2a52-0b1f-4e29-9f0e-5b8f6f9d1c11',
          kind: 'promotion',
          service: 'component:default/payments',
          from: 'staging',
          to: 'production',
          version: '1.5.0',
          previous: '1.4.0',
          state: 'deploying',
          cause,
          sentence: '1.5.0 is rolling out.',
          pullRequests: [
            {
              repository: 'platform/gitops',
              number: 12,
              url: 'https://git.example.com/platform/gitops/pulls/12',
            },
            { repository: 'platform/gitops', number: null, url: null },
          ],
          requestedBy: 'user:default/ana',
          reason: 'Fixes the rounding of refunds',
          overridden: false,
          rollsBack: null,
          at: '2026-11-23T05:00:00.000Z',
        },
      },
    ]);
  });

  it('tells machines, not people, of a state that is over already', async () => {
    const { tell, states, published, sent } = setUp();
    await tell(
      { state: 'succeeded' },
      {
        state: 'merged',
        cause: { code: 'merged', params: { pullRequests: [], by: [] } },
        at: '2026-11-23T05:30:00.000Z',
      },
    );
    expect(states()).toEqual(['merged']);
    expect(published.map(({ eventPayload }) => eventPayload)).toEqual([
      expect.objectContaining({
        state: 'merged',
        at: '2026-11-23T05:30:00.000Z',
      }),
    ]);
    expect(sent).toEqual([]);
  });

  it('fails before anybody else is told where the event can not be published', async () => {
    const { tell, audited, sent } = setUp({
      publish: () => Promise.reject(new Error('No events')),
    });
    await expect(tell({ state: 'failed' })).rejects.toThrow('No events');
    expect([...audited, ...sent]).toEqual([]);
  });

  it('tells those who asked and those who own the service what they wait for, and nothing else', async () => {
    const { tell, sent } = setUp();
    for (const state of promotionStates)
      await tell({
        state,
        cause: { code: 'rollingOut', params: { version: state } },
      });
    expect(sent.map(({ payload }) => payload)).toEqual([
      expect.objectContaining({
        title: 'payments 1.5.0 runs in production',
        description: 'succeeded is rolling out.',
        severity: 'low',
      }),
      expect.objectContaining({
        title: 'payments 1.5.0 to production failed',
        severity: 'high',
        topic: 'gitops',
        link: '/catalog/default/component/payments/promotions?promotion=7b5f2a52-0b1f-4e29-9f0e-5b8f6f9d1c11',
        scope: 'gitops:promotion:7b5f2a52-0b1f-4e29-9f0e-5b8f6f9d1c11',
      }),
    ]);
    expect(sent[0].recipients).toEqual({
      type: 'entity',
      entityRef: ['user:default/ana', 'group:default/team-a'],
    });
  });

  it('names nobody twice, and nobody who is no person', async () => {
    const { tell, sent } = setUp({
      entity: async () => component('payments', {}, 'user:default/ana'),
    });
    await tell({ state: 'failed' });
    await tell({ state: 'failed', requestedBy: 'plugin:scaffolder' });
    expect(sent.map(({ recipients }) => recipients)).toEqual([
      { type: 'entity', entityRef: ['user:default/ana'] },
      { type: 'entity', entityRef: ['user:default/ana'] },
    ]);
  });

  it('tells nobody where there is nobody, but the audit log', async () => {
    const { tell, sent, states } = setUp({ entity: async () => undefined });
    await tell({ state: 'failed', requestedBy: 'plugin:scaffolder' });
    expect(sent).toEqual([]);
    expect(states()).toEqual(['failed']);
  });

  it('survives a catalog and a notification service that fail', async () => {
    const { tell, sent, states } = setUp({
      entity: () => Promise.reject(new Error('No catalog')),
    });
    await tell({ state: 'failed' });
    expect(sent[0].recipients).toMatchObject({
      entityRef: ['user:default/ana'],
    });

    const silent = setUp({
      send: () => Promise.reject(new Error('No notifications')),
    });
    await expect(silent.tell({ state: 'failed' })).resolves.toBeUndefined();
    expect([...states(), ...silent.states()]).toEqual(['failed', 'failed']);
  });
});
