import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { Clock } from './inventory/Clock';

/** What is measured: through Backstage's metrics service, so that it goes where the operator's other metrics go. */
export interface Metrics {
  list(instance: string, durationMs: number): void;
  events(instance: string, count: number): void;
  request(operation: string, durationMs: number): void;
  observe(
    instance: string,
    values: { applications(): number; staleSince(): number | undefined },
  ): void;
}

export function createMetrics(service: MetricsService, clock: Clock): Metrics {
  const lists = service.createHistogram('gitops.argocd.list.duration', {
    unit: 's',
    description: 'Time that a complete list of an instance took',
  });
  const events = service.createCounter('gitops.argocd.events', {
    description: 'Changes heard of on streams',
  });
  const requests = service.createHistogram('gitops.api.request.duration', {
    unit: 's',
    description: 'Time that an answer took in the backend',
  });
  const applications = service.createObservableGauge(
    'gitops.argocd.applications',
    { description: 'Applications held' },
  );
  const staleness = service.createObservableGauge('gitops.argocd.staleness', {
    unit: 's',
    description:
      'For how long what is held has not been current; 0 while it is',
  });
  return {
    list: (instance, durationMs) =>
      lists.record(durationMs / 1000, { instance }),
    events: (instance, count) => events.add(count, { instance }),
    request: (operation, durationMs) =>
      requests.record(durationMs / 1000, { operation }),
    observe(instance, values) {
      applications.addCallback(result =>
        result.observe(values.applications(), { instance }),
      );
      staleness.addCallback(result => {
        const since = values.staleSince();
        result.observe(since === undefined ? 0 : (clock.now() - since) / 1000, {
          instance,
        });
      });
    },
  };
}
