import type { ArgoCdClient } from './argocd/ArgoCdClient';
import { ArgoCdError } from './argocd/ArgoCdError';
import type { Metrics } from './metrics';

type ListingClient = Pick<ArgoCdClient, 'list' | 'stream'>;

/** Counts failed lists, and streams that are opened again. */
export function measuredClient(
  client: ListingClient,
  instance: string,
  metrics: Pick<Metrics, 'listFailure' | 'reconnect'>,
): ListingClient {
  let hasStreamed = false;
  return {
    async list(options) {
      try {
        return await client.list(options);
      } catch (error) {
        if (error instanceof ArgoCdError)
          metrics.listFailure(instance, error.kind);
        throw error;
      }
    },
    stream(options) {
      if (hasStreamed) metrics.reconnect(instance);
      hasStreamed = true;
      return client.stream(options);
    },
  };
}
