import { applied } from '../__testUtils__/builtEntry';
import { resourceTree } from '../argocd/detailSchemas';
import { podsOf, podsRefusedIn, stuckHookIn } from './pods';

const owner = { kind: 'ReplicaSet', name: 'orders-2', uid: 'set' };
const requests = [
  { name: 'cpu', value: '0' },
  { name: 'memory', value: '0' },
];

function treeOf(...pods: { name: string; info: object[]; health?: object }[]) {
  return resourceTree.parse({
    nodes: [
      {
        kind: 'ReplicaSet',
        name: 'orders-2',
        uid: 'set',
        parentRefs: [{ kind: 'Deployment', name: 'orders', uid: 'd' }],
        info: [{ name: 'Revision', value: 'Rev:2' }],
        health: { status: 'Degraded', message: 'exceeded quota' },
      },
      ...pods.map(one => ({ kind: 'Pod', parentRefs: [owner], ...one })),
    ],
  });
}

const now = Date.parse('2026-11-28T01:35:00Z');
const nothing = { resources: [], applied: [] };

describe('Pods in a resource tree', () => {
  it('have ended where Argo CD counts no requests for them, as it does for others', () => {
    const tree = treeOf(
      {
        name: 'a',
        info: [{ name: 'Status Reason', value: 'Running' }, ...requests],
      },
      { name: 'b', info: [{ name: 'Status Reason', value: 'Error' }] },
    );
    expect(podsOf(tree, nothing)).toMatchObject([
      { name: 'a', hasEnded: false },
      { name: 'b', hasEnded: true },
    ]);
  });

  it('may run where Argo CD counts requests for none of them', () => {
    const info = [{ name: 'Status Reason', value: 'Error' }];
    expect(podsOf(treeOf({ name: 'a', info }), nothing)).toMatchObject([
      { name: 'a', hasEnded: false },
    ]);
  });

  it('tell their restarts, and whether all their containers are ready', () => {
    const info = (containers: string) => [
      { name: 'Containers', value: containers },
      { name: 'Restart Count', value: '7' },
    ];
    const tree = treeOf(
      { name: 'a', info: info('2/2') },
      { name: 'b', info: info('1/2') },
    );
    expect(podsOf(tree, nothing)).toMatchObject([
      { areContainersReady: true, restarts: 7 },
      { areContainersReady: false, restarts: 7 },
    ]);
  });

  it('are refused where the newest ReplicaSet can not create them', () => {
    expect(podsRefusedIn(treeOf())).toEqual({
      resource: 'Deployment orders',
      detail: 'exceeded quota',
    });
  });

  it('of a hook that is under way are said to be stuck where they can not run', () => {
    const tree = (status: string) =>
      resourceTree.parse({
        nodes: [
          {
            kind: 'Pod',
            name: 'migrate-x',
            createdAt: '2026-11-28T01:30:00Z',
            parentRefs: [{ kind: 'Job', name: 'migrate', uid: 'j' }],
            info: [{ name: 'Status Reason', value: status }],
          },
        ],
      });
    const hook = applied('batch/Job migrate', {
      hook: 'PreSync',
      phase: 'Running',
    });
    expect(stuckHookIn(tree('ImagePullBackOff'), [hook], now)).toEqual({
      resource: 'Job migrate',
      status: 'ImagePullBackOff',
    });
    expect(stuckHookIn(tree('Running'), [hook], now)).toBeUndefined();
    expect(stuckHookIn(tree('Pending'), [hook], now)).toBeDefined();
    const atOnce = Date.parse('2026-11-28T01:30:05Z');
    expect(stuckHookIn(tree('Pending'), [hook], atOnce)).toBeUndefined();
    const done = { ...hook, phase: 'Succeeded' };
    expect(stuckHookIn(tree('ImagePullBackOff'), [done], now)).toBeUndefined();
  });
});
