import { resourceTree } from '../argocd/detailSchemas';
import { podsRefusedIn } from './podsRefused';

/** @param health - of the ReplicaSets, the older one first */
function treeOf(...health: object[]) {
  return resourceTree.parse({
    nodes: health.map((one, index) => ({
      kind: 'ReplicaSet',
      name: `orders-${index}`,
      uid: `set ${index}`,
      parentRefs: [{ kind: 'Deployment', name: 'orders', uid: 'd' }],
      info: [{ name: 'Revision', value: `Rev:${index + 1}` }],
      health: one,
    })),
  });
}

const refused = { status: 'Degraded', message: 'exceeded quota' };
const healthy = { status: 'Healthy' };

describe('Pods that Kubernetes refuses', () => {
  it('are those of the newest ReplicaSet, whose health says why', () => {
    expect(podsRefusedIn(treeOf(healthy, refused))).toEqual({
      resource: 'Deployment orders',
      detail: 'exceeded quota',
    });
  });

  it('do not matter once a newer ReplicaSet has its Pods', () => {
    expect(podsRefusedIn(treeOf(refused, healthy))).toBeUndefined();
  });
});
