import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  deploymentHistorySchema,
  seenVersionsSchema,
} from 'backstage-plugin-gitops-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { PageEnd } from '../history/DeploymentStore';
import type { Endpoints } from './Endpoint';
import type { HistoryCalls } from './HistoryCalls';
import { Caller, serve } from './serve';
import { name, servicePath } from './shapes';

const DEFAULT_LIMIT = 50;

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
          before: query.before ? pageEnd(query.before) : undefined,
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

function pageEnd(before: string): PageEnd {
  const [startedAt, id] = before.split('_');
  return { startedAt, id };
}
