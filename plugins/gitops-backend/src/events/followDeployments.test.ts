import { createServiceFactory } from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { EventParams, eventsServiceRef } from '@backstage/plugin-events-node';
import { recordedItems } from '../__testUtils__/recordings';
import { RecordedMetrics } from '../__testUtils__/RecordedMetrics';
import { RecordedServer } from '../__testUtils__/RecordedServer';
import { eventually, startGitops } from '../__testUtils__/startGitops';

jest.setTimeout(60_000);

let argocd: RecordedServer;
let stop: () => Promise<void>;
const published: EventParams[] = [];
const metrics = new RecordedMetrics();

beforeAll(async () => {
  argocd = await RecordedServer.start();
  const gitops = await startGitops({
    gitops: {
      readiness: true,
      argocd: {
        instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
      },
    },
    features: [
      createServiceFactory({
        service: eventsServiceRef,
        deps: {},
        factory: () => ({
          publish: async params => void published.push(params),
          subscribe: async () => {},
        }),
      }),
      createServiceFactory({
        service: metricsServiceRef,
        deps: {},
        factory: () => metrics.service,
      }),
    ],
  });
  stop = gitops.stop;
});
afterAll(async () => {
  await stop?.();
  await argocd.stop();
});

const countIn = (environment: string, state: string): number => {
  metrics.recorded.length = 0;
  metrics.collect();
  return metrics.recorded
    .filter(line =>
      line.startsWith(`gitops.deployments [${environment} ${state} `),
    )
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
};

it('publishes an event and counts anew when the state of an Application changes', async () => {
  // What the first list shows, and what diagnoses then add, is not a change
  const before = countIn('dev', 'degraded');
  expect(countIn('dev', 'healthy')).toBeGreaterThan(0);
  const eventsOf = (application: string) =>
    published.flatMap(({ topic, eventPayload }) => {
      const payload = eventPayload as Record<string, unknown>;
      return topic === 'gitops.deployment' &&
        payload.application === application
        ? [payload]
        : [];
    });
  expect(eventsOf('search-dev')).toEqual([]);
  await eventually(
    async () => argocd.openStreams,
    open => open === 1,
  );
  const item = recordedItems('list-masked-with-faults').find(
    ({ metadata }) => metadata.name === 'search-dev',
  )! as { metadata: object; status?: object } & object;
  argocd.tell('MODIFIED', {
    ...item,
    status: { ...item.status, health: { status: 'Degraded' } },
  });
  const events = await eventually(
    async () => eventsOf('search-dev'),
    all => all.length > 0,
  );
  expect(events).toEqual([
    expect.objectContaining({
      service: 'search',
      environment: 'dev',
      instance: 'eu',
      from: 'healthy',
      to: 'degraded',
    }),
  ]);
  expect(countIn('dev', 'degraded')).toBe(before + 1);
});
