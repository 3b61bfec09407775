import {
  KubernetesEvents,
  kubernetesEvents,
  resourceTree,
} from '../argocd/detailSchemas';
import type { WorkloadPod } from '../inventory/Diagnosis';
import { readPodWarnings } from './podWarnings';

const now = Date.parse('2026-11-28T01:35:00Z');
const application = { namespace: 'argocd', name: 'orders', project: 'default' };
const names = ['orders-1', 'orders-2', 'redis-0', 'worker-1'];
const tree = resourceTree.parse({
  nodes: names.map(name => ({
    kind: 'Pod',
    namespace: 'orders',
    name,
    uid: `uid of ${name}`,
  })),
});
const stuck: WorkloadPod = {
  name: 'orders-1',
  workload: 'Deployment orders',
  images: [],
  createdAt: '2026-11-28T01:30:00Z',
  health: 'Progressing',
  status: 'Running',
};
const warning = (
  reason: string,
  message: string,
  lastTimestamp?: string,
): object => ({ type: 'Warning', reason, message, lastTimestamp });
const anyEvents = [
  { type: 'Normal', reason: 'Scheduled', message: 'assigned' },
  warning('FailedScheduling', '0/3 nodes are available'),
  warning('FailedMount', 'configmap "orders" not found'),
  warning('Unhealthy', 'Readiness probe failed: 503'),
  { type: 'Normal', reason: 'Pulled', message: 'pulled' },
];

async function warningsOf(
  pods: readonly WorkloadPod[],
  items: readonly object[] = anyEvents,
) {
  const asked: string[] = [];
  const client = {
    events: async (
      _: unknown,
      { name }: { name: string },
    ): Promise<KubernetesEvents> => {
      asked.push(name);
      return kubernetesEvents.parse({ items });
    },
  };
  const { signal } = new AbortController();
  const warnings = await readPodWarnings(
    client,
    application,
    { tree, pods, now },
    signal,
  );
  return { asked, messages: warnings?.map(({ message }) => message) };
}

describe('Why a Pod is not ready', () => {
  it.each([
    ['Pending', '0/3 nodes are available'],
    ['ContainerCreating', 'configmap "orders" not found'],
    ['Init:0/1', 'configmap "orders" not found'],
    ['Running', 'Readiness probe failed: 503'],
  ])('is the event that fits its status: %s', async (status, message) => {
    expect(await warningsOf([{ ...stuck, status }])).toEqual({
      asked: ['orders-1'],
      messages: [message],
    });
  });

  it.each([
    ['has just been created', { createdAt: '2026-11-28T01:34:50Z' }],
    ['is ready', { health: 'Healthy' }],
    ['has a message', { message: 'back-off restarting failed container' }],
    ['is of an older template', { isNewest: false }],
    ['has a status that says it', { status: 'Init:CrashLoopBackOff' }],
    ['is of a Job', { workload: 'Job orders-migrate' }],
  ])('is not asked where it %s', async (_, given) => {
    expect(await warningsOf([{ ...stuck, ...given }])).toEqual({
      asked: [],
      messages: [],
    });
  });

  it('is the newest of several events, in whatever order they come', async () => {
    const { messages } = await warningsOf(
      [stuck],
      [
        warning('Unhealthy', 'newer', '2026-11-28T01:34:00Z'),
        warning('Unhealthy', 'older', '2026-11-28T01:31:00Z'),
      ],
    );
    expect(messages).toEqual(['newer']);
  });

  it('is not a probe that failed half an hour ago', async () => {
    const { messages } = await warningsOf(
      [stuck],
      [warning('Unhealthy', 'at the start', '2026-11-28T01:05:00Z')],
    );
    expect(messages).toEqual([]);
  });

  it('is asked for one Pod of each workload, for two workloads at most', async () => {
    const { asked } = await warningsOf([
      stuck,
      { ...stuck, name: 'orders-2' },
      { ...stuck, name: 'redis-0', workload: 'StatefulSet redis' },
      { ...stuck, name: 'worker-1', workload: 'Deployment worker' },
    ]);
    expect(asked).toHaveLength(2);
    expect(new Set(asked.map(name => name.split('-')[0])).size).toBe(2);
  });
});
