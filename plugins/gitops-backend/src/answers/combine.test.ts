import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { absent, combine } from './combine';

const production = { name: 'production', title: 'Production' };

/** An instance that is read. */
const current = (name: string) => ({
  name,
  staleSince: null,
  problem: null,
  reason: null,
});

function application(
  name: string,
  status: Partial<ApplicationDeployment> = {},
): ApplicationDeployment {
  const { running = '1.0.0' } = status;
  return {
    state: 'healthy',
    cause: null,
    remarks: [],
    reason: null,
    since: null,
    versions: running === null ? [] : [running],
    running,
    wanted: '1.0.0',
    nothingRuns: false,
    staleSince: null,
    instance: 'eu',
    namespace: 'argocd',
    name,
    project: 'default',
    sync: 'Synced',
    health: 'Healthy',
    operationPhase: null,
    revision: null,
    images: [],
    url: '',
    ...status,
  };
}

describe('combine', () => {
  it('lets the worst of several Applications decide, and names it', () => {
    const combined = combine(production, [
      application('orders-eu'),
      application('orders-us', {
        state: 'failed',
        cause: { code: 'syncFailed', params: { detail: 'It is too late' } },
        running: '0.9.0',
        since: '2026-11-23T05:00:00Z',
      }),
      application('orders-asia', { state: 'outOfSync' }),
    ]);
    expect(combined).toMatchObject({
      environment: 'production',
      title: 'Production',
      state: 'failed',
      cause: { code: 'syncFailed' },
      reason: expect.stringMatching(/^orders-us: .*It is too late/),
      since: '2026-11-23T05:00:00Z',
      versions: ['0.9.0', '1.0.0'],
      running: '0.9.0, 1.0.0',
      wanted: '1.0.0',
    });
    expect(combined.applications.map(({ name }) => name)).toEqual([
      'orders-us',
      'orders-asia',
      'orders-eu',
    ]);
  });

  it('puts the one of 40 regions that is unwell first, and names it alone', () => {
    const regions = Array.from({ length: 40 }, (_, index) =>
      application(`orders-${index}`),
    );
    regions[33] = application('orders-33', {
      state: 'degraded',
      cause: { code: 'crashLoop', params: { count: 1, total: 3 } },
    });
    const combined = combine(production, regions);
    expect(combined).toMatchObject({ state: 'degraded', running: '1.0.0' });
    expect(combined.reason).toContain('orders-33');
    expect(combined.reason).not.toContain('orders-1');
    expect(combined.applications).toHaveLength(40);
    expect(combined.applications[0].name).toBe('orders-33');
  });

  it('is stale since the first of its Applications is', () => {
    const { staleSince } = combine(production, [
      application('a', { staleSince: '2026-11-23T05:00:00Z' }),
      application('b'),
      application('c', { staleSince: '2026-11-23T04:00:00Z' }),
    ]);
    expect(staleSince).toBe('2026-11-23T04:00:00Z');
  });

  it('says that nothing runs only where that is known of all', () => {
    const nothing = { running: null, nothingRuns: true };
    expect(
      combine(production, [
        application('a', nothing),
        application('b', nothing),
      ]).nothingRuns,
    ).toBe(true);
    expect(
      combine(production, [
        application('a', nothing),
        application('b', { running: null }),
      ]).nothingRuns,
    ).toBe(false);
  });

  it('claims of an environment without Applications no more than is seen', () => {
    expect(absent(production, [current('eu')])).toMatchObject({
      state: 'notDeployed',
      cause: { code: 'absent' },
      nothingRuns: false,
      staleSince: null,
    });
    expect(
      absent(production, [
        { ...current('eu'), staleSince: '2026-11-23T05:00:00Z' },
        { ...current('us'), staleSince: '2026-11-23T04:00:00Z' },
        current('asia'),
      ]),
    ).toMatchObject({
      state: 'unknown',
      cause: { code: 'absentUnreadable', params: { instances: ['eu', 'us'] } },
      reason: expect.stringContaining("eu and us can't be read"),
      staleSince: '2026-11-23T04:00:00Z',
    });
  });
});
