import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { createMetrics } from './metrics';
import { FakeClock } from './__testUtils__/FakeClock';

/** Keeps what was recorded, as `name {attributes} value`; observables are read when asked. */
class RecordedMetrics {
  readonly recorded: string[] = [];
  readonly #observers: (() => void)[] = [];

  readonly service = {
    createHistogram: (name: string) => ({
      record: (value: number, attributes: object) =>
        this.#keep(name, value, attributes),
    }),
    createCounter: (name: string) => ({
      add: (value: number, attributes: object) =>
        this.#keep(name, value, attributes),
    }),
    createObservableGauge: (name: string) => ({
      addCallback: (
        callback: (result: {
          observe(value: number, attributes: object): void;
        }) => void,
      ) =>
        this.#observers.push(() =>
          callback({
            observe: (value, attributes) => this.#keep(name, value, attributes),
          }),
        ),
    }),
  } as unknown as MetricsService;

  collect(): void {
    this.#observers.forEach(observe => observe());
  }

  #keep(name: string, value: number, attributes: object): void {
    this.recorded.push(`${name} ${JSON.stringify(attributes)} ${value}`);
  }
}

it('records lists, events, requests, Applications and staleness in the units that they name', () => {
  const metrics = new RecordedMetrics();
  const clock = new FakeClock();
  const { list, events, request, observe } = createMetrics(
    metrics.service,
    clock,
  );
  const state: { staleSince?: number } = {};
  list('eu', 830);
  events('eu', 12);
  request('serviceDeployments', 1.5);
  observe('eu', { applications: () => 70, staleSince: () => state.staleSince });
  metrics.collect();
  state.staleSince = clock.now() - 90_000;
  metrics.collect();
  expect(metrics.recorded).toEqual([
    'gitops.argocd.list.duration {"instance":"eu"} 0.83',
    'gitops.argocd.events {"instance":"eu"} 12',
    'gitops.api.request.duration {"operation":"serviceDeployments"} 0.0015',
    'gitops.argocd.applications {"instance":"eu"} 70',
    'gitops.argocd.staleness {"instance":"eu"} 0',
    'gitops.argocd.applications {"instance":"eu"} 70',
    'gitops.argocd.staleness {"instance":"eu"} 90',
  ]);
});
