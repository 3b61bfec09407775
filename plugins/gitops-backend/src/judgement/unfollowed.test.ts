import { entry, pod, resource, workload } from '../__testUtils__/builtEntry';
import { judge } from './judge';

/** Applications that Argo CD calls healthy whatever their Pods are like. */

const now = Date.parse('2026-11-23T06:00:00Z');

/** Pods that a custom resource makes, of a kind whose health Argo CD does not check. */
const ofServer = (health: string, status: string) =>
  pod('1.6.0', health, {
    name: `${health}-${status}`,
    workload: 'Server orders',
    status,
    isUnfollowed: true,
  });
const found = (...pods: ReturnType<typeof ofServer>[]) =>
  entry({ images: ['r/orders:1.6.0'] }, { pods, workloads: [], resources: [] });

describe('A healthy Application whose Pods its health does not follow', () => {
  it('is degraded where they crash, at a time that nobody knows', () => {
    const crashing = found(ofServer('Degraded', 'CrashLoopBackOff'));
    expect(judge({ ...crashing, changedAt: now }, now)).toMatchObject({
      state: 'degraded',
      cause: { code: 'crashLoop' },
      nothingRuns: true,
      since: null,
    });
  });

  it('waits where they are not ready yet', () => {
    const starting = found(
      ofServer('Progressing', 'ContainerCreating'),
      ofServer('Healthy', 'Running'),
    );
    expect(judge(starting, now)).toMatchObject({
      state: 'waiting',
      cause: { code: 'podsNotReady', params: { count: 1, total: 2 } },
    });
  });

  it('is healthy where all of them are ready', () => {
    const ready = found(ofServer('Healthy', 'Running'));
    expect(judge(ready, now)).toMatchObject({
      state: 'healthy',
      running: '1.6.0',
    });
  });
});

it('A workload whose health Argo CD is told to ignore is as it is, and not healthy', () => {
  const images = { images: ['r/orders:1.5.0'], initImages: [] };
  const paused = entry(
    {},
    {
      workloads: [
        workload('1.6.0', {
          inCluster: { ...images, ready: 1, isHealthIgnored: true },
        }),
      ],
      resources: [resource('apps/Deployment orders', { health: 'Suspended' })],
    },
  );
  expect(judge(paused, now)).toMatchObject({
    state: 'suspended',
    cause: { code: 'paused' },
    since: null,
  });
});

it('A Pod that has just become unready says nothing of a workload that Argo CD follows', () => {
  const flapping = entry(
    {},
    { pods: [pod('1.5.0', 'Progressing')], workloads: [workload('1.5.0')] },
  );
  expect(judge(flapping, now).state).toBe('healthy');
});
