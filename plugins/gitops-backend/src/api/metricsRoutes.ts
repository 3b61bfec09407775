import {
  countedDeploymentsSchema,
  deliveryMetricsSchema,
} from 'backstage-plugin-gitops-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { CountedEnd } from '../history/metrics/MetricsStore';
import type { Endpoints } from './Endpoint';
import type { MetricsCalls } from './MetricsCalls';
import { Caller, serve } from './serve';
import { name } from './shapes';

const DEFAULT_LIMIT = 50;

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
      before: z
        .string()
        .regex(
          /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[0-9a-f]{32}$/,
          'is not the next of a page',
        )
        .optional()
        .describe('`next` of the page before'),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(200)
        .optional()
        .describe(`Of items. ${DEFAULT_LIMIT} by default`),
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
      query: { before, limit = DEFAULT_LIMIT, ...of },
      credentials,
    }) =>
      deliveryMetrics.deployments(
        { ...of, limit, before: before ? countedEnd(before) : undefined },
        credentials,
      ),
  });
}

function countedEnd(before: string): CountedEnd {
  const [finishedAt, id] = before.split('_');
  return { finishedAt, id };
}
