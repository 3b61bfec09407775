import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { promotionStates } from 'backstage-plugin-gitops-common';
import { component } from '../__testUtils__/startGitops';
import { announce } from './announce';
import { openPullRequest, record } from './__testUtils__/samples';

interface Sent {
  recipients: unknown;
  payload: object;
}

function setUp(
  options: {
    entity?: () => Promise<Entity | undefined>;
    send?: () => Promise<void>;
  } = {},
) {
  const audited: { eventId: string; severityLevel?: string; meta?: object }[] =
    [];
  const succeeded: string[] = [];
  const sent: Sent[] = [];
  const tell = (promotion: Parameters<typeof record>[0]) =>
    announce(
      record(promotion, [
        openPullRequest(),
        openPullRequest({ url: undefined }),
      ]),
      {
        auditor: {
          async createEvent(event) {
            audited.push(event);
            return {
              success: async () => {
                succeeded.push(event.eventId);
              },
              fail: async () => {},
            };
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
        pathOf: service => `/of/${service}`,
      },
    );
  return { tell, audited, succeeded, sent };
}

describe('announce', () => {
  it('writes every state to the audit log, with who and why', async () => {
    const { tell, audited, succeeded } = setUp();
    for (const state of promotionStates) await tell({ state });
    expect(succeeded).toHaveLength(promotionStates.length);
    expect(
      audited.map(({ meta }) => (meta as { state: string }).state),
    ).toEqual(promotionStates);
    expect(audited[0]).toMatchObject({
      eventId: 'promotion-state',
      severityLevel: 'medium',
      meta: {
        service: 'component:default/payments',
        from: 'staging',
        to: 'production',
        version: '1.5.0',
        requestedBy: 'user:default/ana',
        reason: 'Fixes the rounding of refunds',
        overridden: false,
        pullRequests: ['https://git.example.com/platform/gitops/pulls/12'],
      },
    });
    expect(
      audited
        .filter(({ severityLevel }) => severityLevel === 'high')
        .map(({ meta }) => (meta as { state: string }).state),
    ).toEqual(['failed']);
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
        title: 'payments 1.5.0 to production: merged',
        description: 'merged is rolling out.',
        severity: 'low',
      }),
      expect.objectContaining({
        title: 'payments 1.5.0 runs in production',
        severity: 'low',
      }),
      expect.objectContaining({
        title: 'payments 1.5.0 to production failed',
        severity: 'high',
        topic: 'gitops',
        link: '/of/component:default/payments',
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
    const { tell, sent, succeeded } = setUp({ entity: async () => undefined });
    await tell({ state: 'failed', requestedBy: 'plugin:scaffolder' });
    expect(sent).toEqual([]);
    expect(succeeded).toEqual(['promotion-state']);
  });

  it('survives a catalog and a notification service that fail', async () => {
    const { tell, sent, succeeded } = setUp({
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
    expect([...succeeded, ...silent.succeeded]).toHaveLength(2);
  });
});
