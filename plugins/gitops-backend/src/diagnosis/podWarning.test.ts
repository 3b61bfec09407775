import { kubernetesEvents, resourceTree } from '../argocd/detailSchemas';
import type { WorkloadPod } from '../inventory/Diagnosis';
import { readPodWarning } from './podWarning';

const now = Date.parse('2026-11-28T01:35:00Z');
const application = { namespace: 'argocd', name: 'orders', project: 'default' };
const tree = resourceTree.parse({
  nodes: [{ kind: 'Pod', namespace: 'orders', name: 'orders-1', uid: 'pod' }],
});
const stuck: WorkloadPod = {
  name: 'orders-1',
  images: [],
  createdAt: '2026-11-28T01:30:00Z',
  health: 'Progressing',
  status: 'Running',
};
const events = kubernetesEvents.parse({
  items: [
    { type: 'Normal', reason: 'Scheduled', message: 'assigned' },
    {
      type: 'Warning',
      reason: 'FailedScheduling',
      message: '0/3 nodes are available',
    },
    {
      type: 'Warning',
      reason: 'FailedMount',
      message: 'configmap "orders" not found',
    },
    {
      type: 'Warning',
      reason: 'Unhealthy',
      message: 'Readiness probe failed: 503',
    },
    { type: 'Normal', reason: 'Pulled', message: 'pulled' },
  ],
});

async function warningOf(given: Partial<WorkloadPod>) {
  let requests = 0;
  const client = {
    events: async () => {
      requests += 1;
      return events;
    },
  };
  const { signal } = new AbortController();
  const pods = [{ ...stuck, ...given }];
  const warning = await readPodWarning(
    client,
    application,
    { tree, pods, now },
    signal,
  );
  return { message: warning?.message, requests };
}

describe('Why a Pod is not ready', () => {
  it.each([
    ['Pending', '0/3 nodes are available'],
    ['ContainerCreating', 'configmap "orders" not found'],
    ['Init:0/1', 'configmap "orders" not found'],
    ['Running', 'Readiness probe failed: 503'],
  ])('is the event that fits its status: %s', async (status, message) => {
    expect(await warningOf({ status })).toEqual({ message, requests: 1 });
  });

  it.each([
    ['has just been created', { createdAt: '2026-11-28T01:34:50Z' }],
    ['is ready', { health: 'Healthy' }],
    ['has a message', { message: 'back-off restarting failed container' }],
    ['is of an older template', { isNewest: false }],
    ['has a status that says it', { status: 'Init:CrashLoopBackOff' }],
  ])('is not asked where it %s', async (_, given) => {
    expect(await warningOf(given)).toEqual({ requests: 0 });
  });
});
