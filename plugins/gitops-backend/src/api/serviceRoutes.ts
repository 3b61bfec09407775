import { stringifyEntityRef } from '@backstage/catalog-model';
import { serviceSchema } from 'backstage-plugin-gitops-common';
import type { Router } from 'express';
import type { Endpoints } from './Endpoint';
import { Caller, serve } from './serve';
import type { ServiceReads } from './ServiceReads';
import { servicePath } from './shapes';

export const serviceEndpoints = {
  service: {
    method: 'get',
    path: '/v1/services/{kind}/{namespace}/{name}',
    description:
      'All that the page of a service shows, of one moment: what is deployed where the caller may see it, what may move or moves between environments, and what is frozen.',
    params: servicePath,
    answer: serviceSchema,
  },
} satisfies Endpoints;

/** The page of a service. */
export function addServiceRoutes(
  router: Router,
  { services, caller }: { services: Pick<ServiceReads, 'get'>; caller: Caller },
): void {
  serve(router, caller, serviceEndpoints, {
    service: ({ params, credentials }) =>
      services.get(stringifyEntityRef(params), credentials),
  });
}
