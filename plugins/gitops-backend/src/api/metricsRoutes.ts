import {
  countedDeploymentsSchema,
  deliveryMetricsSchema,
} from 'backstage-plugin-gitops-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { Endpoints } from './Endpoint';
import type { MetricsCalls } from './MetricsCalls';
import { Caller, serve } from './serve';
import { DEFAULT_LIMIT, name, pageLimit, pageStart } from './shapes';

const entityRef = z.string().min(1).max(400).optional();
const time = z.iso.datetime({ offset: true }).optional();

const filter = z.strictObject({
  environment: name,
  owner: entityRef.describe('Reference of the first owner'),
  system: entityRef.describe('Reference of the system'),
  service: entityRef.describe('Reference of the entity'),
  from: time.describe(
    'ISO 8601. The Monday twelve weeks before by default; a year before `to` at most',
  ),
  to: time.describe('ISO 8601. Now by default'),
});

export const metricsEndpoints = {
  deliveryMetrics: {
    method: 'get',
    path: '/v1/metrics',
    description:
      'How often, how fast and how reliably services are deployed to an environment: of the Applications that the caller may see now. Medians are null below five. Names no person. Needs gitops.deployment.read.',
    query: filter.extend({
      by: z
        .literal('week')
        .optional()
        .describe('Figures are given by week, which begins on Monday in UTC'),
    }),
    answer: deliveryMetricsSchema,
  },
  countedDeployments: {
    method: 'get',
    path: '/v1/metrics/deployments',
    description:
      'The deployments that the metrics of the same filter count, the last one first.',
    query: filter.extend({
      before: pageStart('next', '[0-9a-f]{32}'),
      limit: pageLimit,
    }),
    answer: countedDeploymentsSchema,
  },
} satisfies Endpoints;

/** How services are deployed over time. */
export function addMetricsRoutes(
  router: Router,
  {
    deliveryMetrics,
    caller,
  }: { deliveryMetrics: MetricsCalls; caller: Caller },
): void {
  serve(router, caller, metricsEndpoints, {
    deliveryMetrics: ({ query: { by: _, ...of }, credentials }) =>
      deliveryMetrics.read(of, credentials),

    countedDeployments: ({
      query: { limit = DEFAULT_LIMIT, ...of },
      credentials,
    }) => deliveryMetrics.deployments({ ...of, limit }, credentials),
  });
}
