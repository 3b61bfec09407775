import { resourceTree } from '../argocd/detailSchemas';
import { workload } from '../__testUtils__/builtEntry';
import { podsOf } from './pods';

const health = { status: 'Healthy' };

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

  it.each([
    ['of a kind whose health Argo CD does not check', {}, undefined, true],
    ['whose health Argo CD checks', { health }, undefined, undefined],
    ['whose health Argo CD is told to ignore', { health }, true, true],
  ])(
    'are known not to be followed by the health of their Application: those of a workload %s',
    (_, top, isHealthIgnored, isUnfollowed) => {
      const server = { kind: 'Server', name: 'orders', uid: 's' };
      const tree = resourceTree.parse({
        nodes: [
          { ...server, ...top },
          { kind: 'Pod', name: 'a', parentRefs: [server] },
        ],
      });
      const workloads = [
        workload('1.5.0', {
          kind: 'Server',
          inCluster: { images: [], initImages: [], ready: 1, isHealthIgnored },
        }),
      ];
      const [found] = podsOf(tree, { ...nothing, workloads });
      expect(found.isUnfollowed).toBe(isUnfollowed);
    },
  );

  it.each([
    ['has completed', 'Healthy', 'Completed', '0/1'],
    ['runs to its end', 'Progressing', 'Running', '1/1'],
  ])(
    'are not followed where one of a kind that is not known here %s: others come and go unseen',
    (_, status, reason, containers) => {
      const nightly = { kind: 'CronWorkflow', name: 'nightly', uid: 'c' };
      const info = [
        { name: 'Status Reason', value: reason },
        { name: 'Containers', value: containers },
      ];
      const tree = resourceTree.parse({
        nodes: [
          { ...nightly, health },
          {
            ...{ kind: 'Pod', name: 'a', info, health: { status } },
            parentRefs: [nightly],
          },
        ],
      });
      expect(podsOf(tree, nothing)[0].isUnfollowed).toBe(true);
    },
  );

  it('of a ReplicaSet without revisions are not older than those of a Deployment beside it', () => {
    const worker = { kind: 'ReplicaSet', name: 'worker', uid: 'w' };
    const tree = treeOf({ name: 'a', info: [] });
    tree.nodes.push(
      ...resourceTree.parse({
        nodes: [worker, { kind: 'Pod', name: 'b', parentRefs: [worker] }],
      }).nodes,
    );
    expect(podsOf(tree, nothing).map(({ isNewest }) => isNewest)).toEqual([
      true,
      undefined,
    ]);
  });

  it('of a CronJob are never followed, and need not be', () => {
    const nightly = { kind: 'CronJob', name: 'nightly', uid: 'c' };
    const tree = resourceTree.parse({
      nodes: [nightly, { kind: 'Pod', name: 'a', parentRefs: [nightly] }],
    });
    expect(podsOf(tree, nothing)[0].isUnfollowed).toBeUndefined();
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
