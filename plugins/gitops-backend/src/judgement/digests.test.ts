import { entry, pod, resource, workload } from '../__testUtils__/builtEntry';
import { judge } from './judge';

/**
 * An admission webhook, of Kyverno or Connaisseur, writes digests into Pods, not into workloads.
 */

const now = Date.parse('2026-11-23T06:00:00Z');
const digest = (digit: string) => `r/orders@sha256:${digit.repeat(64)}`;
const young = { isNewest: true, workload: 'Deployment orders' } as const;
const ago = { ...young, name: 'ago', isNewest: false } as const;

describe('A Pod whose image has a digest in place of the tag that Git wants', () => {
  it('runs what Git wants where its workload is healthy and it is of the newest template', () => {
    const found = entry(
      { images: [digest('a')] },
      {
        pods: [pod(digest('a'), 'Healthy', young)],
        workloads: [workload('1.6.0')],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      running: '1.6.0',
      wanted: '1.6.0',
      nothingRuns: false,
      cause: null,
    });
  });

  it('is not said to run any version while a rollout is under way', () => {
    const found = entry(
      { health: 'Progressing', images: [digest('a'), digest('b')] },
      {
        resources: [
          resource('apps/Deployment orders', { health: 'Progressing' }),
        ],
        pods: [
          pod(digest('a'), 'Healthy', ago),
          pod(digest('b'), 'Progressing', { ...young, name: 'b' }),
        ],
        workloads: [workload('1.6.0')],
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: null,
      wanted: '1.6.0',
      nothingRuns: false,
      reason: '0 of 1 pods are ready. 1 older pod still serves requests.',
    });
  });

  it('is not said to run what Git wants where old Pods stay until somebody deletes them', () => {
    const set = { kind: 'StatefulSet', wanted: { isReplacedOnDelete: true } };
    const found = entry(
      { images: [digest('a')] },
      {
        resources: [resource('apps/StatefulSet orders')],
        pods: [pod(digest('a'), 'Healthy', { workload: 'StatefulSet orders' })],
        workloads: [workload('1.6.0', set)],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      running: null,
      wanted: '1.6.0',
      nothingRuns: false,
    });
  });

  it('is not said to run any version where the webhook has changed the workload as well', () => {
    const found = entry(
      { images: [digest('a')] },
      {
        pods: [pod(digest('a'), 'Healthy', young)],
        workloads: [
          workload('1.6.0', {
            inCluster: { images: [digest('a')], initImages: [], ready: 1 },
          }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      running: null,
      wanted: '1.6.0',
      nothingRuns: false,
      cause: null,
    });
  });

  it('runs another version where Git wants digests and it is another one', () => {
    const found = entry(
      { images: [digest('a')] },
      {
        pods: [pod(digest('a'), 'Healthy', young)],
        workloads: [workload(digest('b'))],
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: 'sha256:aaaaaaaaaaaa',
      wanted: 'sha256:bbbbbbbbbbbb',
    });
  });

  it('has the name that Git gives the same digest', () => {
    const image = digest('a').replace('@', ':1.6.0@');
    const found = entry(
      { images: [digest('a')] },
      {
        resources: [
          resource('apps/Deployment orders', { health: 'Progressing' }),
        ],
        pods: [pod(digest('a'), 'Healthy', young)],
        workloads: [workload(image)],
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: '1.6.0',
      wanted: '1.6.0',
    });
  });

  it('runs what Git wants where the webhook keeps the tag beside the digest', () => {
    const image = digest('a').replace('@', ':1.6.0@');
    const found = entry(
      { images: [image] },
      {
        pods: [pod(image, 'Healthy', young)],
        workloads: [workload('1.6.0')],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      running: '1.6.0',
      wanted: '1.6.0',
      cause: null,
    });
  });
});
