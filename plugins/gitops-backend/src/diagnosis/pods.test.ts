import { resourceTree } from '../argocd/detailSchemas';
import { podsOf } from './pods';

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
      },
      ...pods.map(one => ({ kind: 'Pod', parentRefs: [owner], ...one })),
    ],
  });
}

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
});
