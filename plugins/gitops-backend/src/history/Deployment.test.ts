import { Deployment, deploymentId, merged } from './Deployment';

const deployment = (given: Partial<Deployment>): Deployment => ({
  id: '1',
  application: 'eu/argocd/orders-production',
  environment: 'production',
  startedAt: '2026-11-23T04:59:00Z',
  finishedAt: '2026-11-23T04:59:30Z',
  result: 'unknown',
  images: [],
  revisions: [],
  ...given,
});

it('has one id, however its start is written, and another one than each other deployment', () => {
  const id = deploymentId('eu/argocd/orders', '2026-11-23T04:59:00Z');
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(deploymentId('eu/argocd/orders', '2026-11-23T04:59:00.000Z')).toBe(id);
  expect(deploymentId('eu/argocd/orders', '2026-11-23T05:59:00+01:00')).toBe(
    id,
  );
  expect(deploymentId('eu/argocd/orders', '2026-11-23T04:59:01Z')).not.toBe(id);
  expect(deploymentId('us/argocd/orders', '2026-11-23T04:59:00Z')).not.toBe(id);
});

it('keeps how it ended first, and adds when it was healthy', () => {
  const failed = deployment({ result: 'failed', version: '1.5.0' });
  const healthy = deployment({
    result: 'succeeded',
    healthyAt: '2026-11-23T05:30:00Z',
  });
  expect(merged(failed, healthy)).toEqual({
    ...failed,
    healthyAt: healthy.healthyAt,
  });
  expect(merged(deployment({}), healthy)).toEqual(healthy);
  expect(merged(healthy, deployment({}))).toEqual(healthy);
});
