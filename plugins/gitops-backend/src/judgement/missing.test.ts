import { entry, resource, workload } from '../__testUtils__/builtEntry';
import { recordedAnswers, recordedState } from '../__testUtils__/recordedState';
import { judge } from './judge';

/** What Argo CD calls Missing, and what is missing. Built from what its code makes of each. */

const now = Date.parse('2026-11-23T06:00:00Z');
const changed = resource('ConfigMap orders', {
  sync: 'OutOfSync',
  health: undefined,
});

describe('A resource that Argo CD calls Missing', () => {
  it.each([
    [
      'that the project does not permit: Argo CD does not look whether it is there',
      resource('networking.k8s.io/NetworkPolicy orders', {
        sync: 'Unknown',
        health: 'Missing',
      }),
    ],
    [
      'that Argo CD is told never to apply, by the hook Skip',
      resource('networking.k8s.io/Ingress orders', {
        sync: undefined,
        health: 'Missing',
      }),
    ],
    [
      'that is in sync, and has this health by a script of its own',
      resource('argoproj.io/Application orders', { health: 'Missing' }),
    ],
  ])('is not said to be missing in the cluster if it is one %s', (_, other) => {
    const found = entry(
      { sync: 'OutOfSync', automated: false },
      { resources: [changed, other] },
    );
    expect(judge(found, now).reason).toBe(
      'ConfigMap orders differs from Git: the Application is synced by hand.',
    );
  });

  it.each([
    ['differs from Git', 'is there', 'a'],
    ['is missing in the cluster', 'is not there', undefined],
  ])(
    '%s if it is out of sync and the tree shows that it %s',
    async (says, _, uid) => {
      const child = {
        group: 'argoproj.io',
        version: 'v1alpha1',
        kind: 'Application',
        namespace: 'argocd',
        name: 'orders-child',
      };
      const parts: any = recordedAnswers('prune-dev');
      parts.get.status.resources = [
        { ...child, status: 'OutOfSync', health: { status: 'Missing' } },
      ];
      parts.tree.nodes.push({ ...child, uid, health: { status: 'Missing' } });
      const found = await recordedState('prune-dev', parts, now);
      expect(judge(found, now).reason).toContain(
        `Application orders-child ${says}`,
      );
    },
  );
});

describe('An Application that Argo CD has never synced and calls Missing', () => {
  const adopted = {
    sync: 'OutOfSync',
    health: 'Missing',
    automated: false,
    images: [],
    operationPhase: undefined,
    operationStartedAt: undefined,
    operationFinishedAt: undefined,
  };
  const service = resource('Service orders', {
    sync: 'OutOfSync',
    health: 'Missing',
  });
  const images = { images: ['r/orders:1.5.0'], initImages: [] };

  // Before 3.4, one missing resource was enough for that health
  it.each([
    [
      'a CronJob between two runs',
      workload('1.5.0', {
        ...{ group: 'batch', kind: 'CronJob', pods: 'scheduled' },
        wanted: { schedule: '*/5 * * * *' },
        inCluster: { ...images, ready: 0, hasRun: true },
      }),
    ],
    [
      'a Deployment that is scaled to zero',
      workload('1.5.0', { inCluster: { ...images, replicas: 0, ready: 0 } }),
    ],
  ])(
    'is not called never deployed where its workload is in the cluster: %s',
    (_, there) => {
      const found = entry(adopted, {
        pods: [],
        lastDeployed: [],
        workloads: [there],
        resources: [resource(`${there.group}/${there.kind} orders`), service],
      });
      expect(judge(found, now)).toMatchObject({
        state: 'outOfSync',
        reason: expect.stringContaining(
          'Service orders is missing in the cluster: the Application is synced by hand.',
        ),
      });
    },
  );
});
