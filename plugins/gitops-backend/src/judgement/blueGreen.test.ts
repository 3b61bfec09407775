import { entry, pod, resource, workload } from '../__testUtils__/builtEntry';
import { managedResources, resourceTree } from '../argocd/detailSchemas';
import { podsOf } from '../diagnosis/pods';
import { readWorkloads } from '../diagnosis/workloads';
import type { Diagnosis } from '../inventory/Diagnosis';
import { judge } from './judge';

/** An Argo Rollout that switches its Service from one ReplicaSet to another. */

const now = Date.parse('2026-11-23T06:00:00Z');
const rollout = { group: 'argoproj.io', kind: 'Rollout' };
const old = {
  name: 'old',
  isNewest: false,
  workload: 'Rollout orders',
} as const;
const preview = {
  name: 'preview',
  isNewest: true,
  workload: 'Rollout orders',
  isIdle: true,
} as const;

const blueGreen = (
  health: string,
  pods: Diagnosis['pods'],
  given: Partial<Diagnosis> = {},
) =>
  entry(
    { health, images: ['r/orders:1.5.0', 'r/orders:1.6.0'] },
    {
      resources: [resource('argoproj.io/Rollout orders', { health })],
      pods,
      workloads: [workload('1.6.0', rollout)],
      ...given,
    },
  );

describe('A blue-green Rollout', () => {
  it('runs what its active ReplicaSet has, and says that the preview waits to be promoted', () => {
    const found = blueGreen('Suspended', [
      pod('1.5.0', 'Healthy', old),
      pod('1.6.0', 'Healthy', preview),
    ]);
    expect(judge(found, now)).toMatchObject({
      state: 'suspended',
      running: '1.5.0',
      wanted: '1.6.0',
      cause: { code: 'previewWaiting' },
      reason:
        'Rollout orders is waiting before it switches over: 1.6.0 is running as a preview and gets no requests. 1 pod of 1.5.0 still serves requests.',
    });
  });

  it('is not said to serve what only its preview runs', () => {
    const found = blueGreen('Degraded', [
      pod('1.5.0', 'Degraded', old),
      pod('1.6.0', 'Healthy', preview),
    ]);
    expect(judge(found, now)).toMatchObject({
      state: 'degraded',
      running: null,
      nothingRuns: false,
    });
    expect(judge(found, now).reason).not.toMatch('1.6.0 still serves');
  });

  it('runs the new version once it has switched, though the old Pods are still there', () => {
    const found = blueGreen('Progressing', [
      pod('1.5.0', 'Healthy', { ...old, isIdle: true }),
      pod('1.6.0', 'Healthy', { ...preview, isIdle: undefined }),
    ]);
    expect(judge(found, now)).toMatchObject({
      running: '1.6.0',
      wanted: '1.6.0',
    });
  });

  it('shows in its status which of its Pods get requests', () => {
    const set = (hash: string, revision: number) => ({
      kind: 'ReplicaSet',
      name: `orders-${hash}`,
      uid: hash,
      parentRefs: [{ kind: 'Rollout', name: 'orders', uid: 'r' }],
      info: [{ name: 'Revision', value: `Rev:${revision}` }],
    });
    const podOf = (hash: string) => ({
      kind: 'Pod',
      name: `orders-${hash}-x`,
      parentRefs: [{ kind: 'ReplicaSet', name: `orders-${hash}`, uid: hash }],
    });
    const tree = resourceTree.parse({
      nodes: [set('6b8d', 1), set('7c9f', 2), podOf('6b8d'), podOf('7c9f')],
    });
    const live = {
      spec: { strategy: { blueGreen: { activeService: 'orders' } } },
      status: {
        blueGreen: { activeSelector: '6b8d', previewSelector: '7c9f' },
      },
    };
    const workloads = readWorkloads(
      managedResources.parse({
        items: [
          { ...rollout, name: 'orders', liveState: JSON.stringify(live) },
        ],
      }),
    );
    expect(
      podsOf(tree, { resources: [], applied: [], workloads }),
    ).toMatchObject([{ isIdle: undefined }, { isIdle: true }]);
  });
});
