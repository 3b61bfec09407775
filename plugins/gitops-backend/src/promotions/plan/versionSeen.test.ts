import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { deployment, environment, NOW } from '../__testUtils__/samples';
import type { VersionRan } from './VersionHistory';
import { hasRunHealthy, versionSeen } from './versionSeen';

const HOUR_MS = 60 * 60_000;
const artifacts = {
  images: ['registry.example.com/payments:1.5.0'],
  revisions: [],
};

/** 1.5.0 was healthy for 23 hours and was replaced five hours ago. */
const run = (given: Partial<VersionRan> = {}): VersionRan => ({
  application: 'eu-central/argocd/payments-eu',
  environment: 'staging',
  version: '1.5.0',
  state: 'healthy',
  since: '2026-11-22T01:00:00.000Z',
  until: '2026-11-23T01:00:00.000Z',
  healthySince: '2026-11-22T02:00:00.000Z',
  healthyUntil: '2026-11-23T01:00:00.000Z',
  artifacts,
  ...given,
});
const lasting = { until: undefined, healthyUntil: undefined };
const us = { application: 'eu-central/argocd/payments-us' };

const staging = (...regions: Partial<ApplicationDeployment>[]) => {
  const applications = regions.map(one => deployment(one));
  const [{ running }] = applications;
  return environment('staging', { running, applications });
};
const eu = (given: Partial<ApplicationDeployment> = {}) => ({
  name: 'payments-eu',
  running: '1.5.0',
  since: '2026-11-23T04:00:00Z',
  ...given,
});
const seen = (of: ReturnType<typeof staging>, ...runs: VersionRan[]) =>
  versionSeen(of, '1.5.0', runs, NOW);

it('keeps the time that a version was healthy for after it was replaced', () => {
  expect(seen(staging(eu({ running: '1.6.0' })), run())).toEqual({
    isRunning: false,
    artifacts,
    healthyForMs: 23 * HOUR_MS,
    until: '2026-11-23T01:00:00.000Z',
    state: 'healthy',
  });
});

it('takes the longest time of a version that came back, in which it was healthy without a break', () => {
  const again = run({ ...lasting, healthySince: '2026-11-23T04:00:00.000Z' });
  expect(seen(staging(eu()), again, run()).healthyForMs).toBe(23 * HOUR_MS);
  expect(seen(staging(eu()), again).healthyForMs).toBe(2 * HOUR_MS);
});

it('knows from what was seen how long it is healthy where Argo CD does not tell', () => {
  const present = run({ ...lasting, healthySince: '2026-11-23T03:00:00.000Z' });
  expect(seen(staging(eu({ since: null })), present).healthyForMs).toBe(
    3 * HOUR_MS,
  );
  expect(seen(staging(eu({ since: null }))).healthyForMs).toBeUndefined();
});

it('counts the region where the time was shortest, and none where a region never had the version', () => {
  const both = staging(
    eu({ running: '1.6.0' }),
    eu({ name: 'payments-us', running: '1.6.0' }),
  );
  const short = run({ ...us, healthySince: '2026-11-23T00:00:00.000Z' });
  expect(seen(both, run(), short).healthyForMs).toBe(HOUR_MS);
  expect(seen(both, run()).healthyForMs).toBeUndefined();
  expect(hasRunHealthy(both, '1.5.0', [run()], NOW)).toBe(false);
});

it('does not count on what was healthy when it was seen last and is not any more', () => {
  const present = run({ ...lasting });
  for (const now of [{ state: 'degraded' as const }, { running: '1.6.0' }])
    expect(seen(staging(eu(now)), present).healthyForMs).toBeUndefined();
});

it('counts until Argo CD could no longer be read', () => {
  const stale = eu({ staleSince: '2026-11-23T05:00:00Z' });
  expect(seen(staging(stale)).healthyForMs).toBe(HOUR_MS);
});

it('has nothing that could be promoted of a version that was never healthy, or of another environment', () => {
  const never = run({ artifacts: undefined, healthySince: undefined });
  expect(
    seen(staging(eu({ running: '1.6.0' })), never).artifacts,
  ).toBeUndefined();
  const other = run({ environment: 'dev' });
  expect(
    seen(staging(eu({ running: '1.6.0' })), other).artifacts,
  ).toBeUndefined();
});
