import {
  CountedDeployments,
  DeliveryMetrics,
  Fleet,
  MetricsFilter,
} from 'backstage-plugin-gitops-common';
import { Refreshable, useLive } from '../live/useLive';

const pollMs = 5 * 60_000;
const pageLimit = 50;

export function useMetrics(
  filter: MetricsFilter,
): Refreshable<DeliveryMetrics> {
  return useLive({
    key: `metrics ${JSON.stringify(filter)}`,
    load: (api, signal) => api.deliveryMetrics(filter, { signal }),
    pollMs,
  });
}

/** @param before - `next` of the page before; undefined for the first one */
export function useCounted(
  filter: MetricsFilter,
  before?: string,
): Refreshable<CountedDeployments> {
  const of = { ...filter, before, limit: pageLimit };
  return useLive({
    key: `counted deployments ${JSON.stringify(of)}`,
    load: (api, signal) => api.countedDeployments(of, { signal }),
    pollMs,
  });
}

/** What can be chosen from: the environments, and the services that the reader may see. */
export function useChoices(): Refreshable<Fleet> {
  return useLive({
    key: 'choices of metrics',
    load: (api, signal) => api.fleet({}, { signal }),
    pollMs,
  });
}
