import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  deploymentHistorySchema,
  seenVersionsSchema,
} from 'backstage-plugin-gitops-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { Endpoints } from './Endpoint';
import type { HistoryCalls } from './HistoryCalls';
import { Caller, serve } from './serve';
import {
  DEFAULT_LIMIT,
  name,
  pageLimit,
  pageStart,
  servicePath,
} from './shapes';

const environment = name.optional().describe('All by default');

export const historyEndpoints = {
  deploymentHistory: {
    method: 'get',
    path: '/v1/services/{kind}/{namespace}/{name}/history',
    description:
      'Finished deployments of a service, newest first, in the environments that the caller may see.',
    params: servicePath,
    query: z.strictObject({
      environment,
      before: pageStart('next', '[0-9a-f]{32}'),
      limit: pageLimit,
    }),
    answer: deploymentHistorySchema,
  },
  seenVersions: {
    method: 'get',
    path: '/v1/services/{kind}/{namespace}/{name}/versions',
    description:
      'Versions that were seen to run of a service, in the environments that the caller may see: since when, until when, and when they were healthy.',
    params: servicePath,
    query: z.strictObject({
      environment,
      to: name
        .optional()
        .describe('Says what may be promoted to this environment'),
      from: name
        .optional()
        .describe(
          'With `to`: only what comes from this environment; `to` itself for what it can go back to',
        ),
    }),
    answer: seenVersionsSchema,
  },
} satisfies Endpoints;

/** What was deployed, and what ran. */
export function addHistoryRoutes(
  router: Router,
  { history, caller }: { history: HistoryCalls; caller: Caller },
): void {
  serve(router, caller, historyEndpoints, {
    deploymentHistory: ({ params, query, credentials }) =>
      history.deployments(
        {
          service: stringifyEntityRef(params),
          environment: query.environment,
          before: query.before,
          limit: query.limit ?? DEFAULT_LIMIT,
        },
        credentials,
      ),

    seenVersions: ({ params, query, credentials }) =>
      history.versions(
        { service: stringifyEntityRef(params), ...query },
        credentials,
      ),
  });
}
