import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { viewOf } from './waitForHealthy';

const NOW = Date.parse('2026-11-25T10:00:00Z');

const see = (
  given: Partial<EnvironmentDeployment>,
  version?: string,
): string => {
  const environment = {
    environment: 'dev',
    state: 'healthy',
    reason: null,
    since: null,
    running: '1.0.0',
    wanted: '1.0.0',
    staleSince: null,
    applications: [{}],
    ...given,
  } as EnvironmentDeployment;
  const { state, sentence } = viewOf(
    'dev',
    { environments: [environment] },
    { version, now: NOW },
  );
  return `${state}: ${sentence}`;
};

describe('viewOf', () => {
  it.each([
    [{}, undefined, 'healthy: dev: 1.0.0 runs and is healthy.'],
    [{}, '1.0.0', 'healthy: dev: 1.0.0 runs and is healthy.'],
    [{}, '2.0.0', 'waiting: dev: 1.0.0 runs, 2.0.0 does not yet.'],
    [
      { staleSince: '2026-11-25T09:00:00Z' },
      undefined,
      "waiting: dev: Argo CD can't be read.",
    ],
    [
      { state: 'failed', reason: 'The migration of 1.0.0 failed.' },
      undefined,
      'failed: dev: The migration of 1.0.0 failed.',
    ],
    [
      {
        state: 'degraded',
        reason: 'A pod crashes.',
        since: '2026-11-25T09:59:30Z',
      },
      undefined,
      'waiting: dev: A pod crashes.',
    ],
    [
      {
        state: 'degraded',
        reason: 'A pod crashes.',
        since: '2026-11-25T09:58:00Z',
      },
      undefined,
      'failed: dev: A pod crashes.',
    ],
    [{ state: 'suspended' }, undefined, 'waiting: dev: suspended (1.0.0).'],
    [
      { applications: [] },
      undefined,
      'waiting: dev: Argo CD has no Application of it yet.',
    ],
  ] as const)('of %j, wanting %s, says %s', (given, version, expected) =>
    expect(see(given as Partial<EnvironmentDeployment>, version)).toBe(
      expected,
    ),
  );

  it('waits for what nobody knows of yet', () =>
    expect(viewOf('dev', undefined, { now: NOW }).state).toBe('waiting'));
});
