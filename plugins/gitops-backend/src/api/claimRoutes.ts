import { claimProblemsSchema } from 'backstage-plugin-gitops-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { ClaimCalls } from './ClaimCalls';
import type { Endpoints } from './Endpoint';
import { Caller, serve } from './serve';

export const claimEndpoints = {
  claimProblems: {
    method: 'get',
    path: '/v1/applications',
    description:
      'The Applications that no service or no environment claims, or that several entities claim: exactly one of unclaimed and claims says which. Only those that the caller may see. Needs gitops.instance.read.',
    query: z.strictObject({
      unclaimed: z.enum(['service', 'environment']).optional(),
      claims: z.literal('colliding').optional(),
      q: z
        .string()
        .max(200)
        .optional()
        .describe(
          'Text that the name, instance, namespace, project, environment or service label contains',
        ),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(500)
        .optional()
        .describe('Of items. 100 by default'),
      cursor: z
        .string()
        .max(2000)
        .regex(/^[A-Za-z0-9_-]+$/, 'is not the nextCursor of a page')
        .optional()
        .describe('nextCursor of the page before'),
    }),
    answer: claimProblemsSchema,
  },
} satisfies Endpoints;

/** Applications without a clear owner or environment. */
export function addClaimRoutes(
  router: Router,
  { claims, caller }: { claims: ClaimCalls; caller: Caller },
): void {
  serve(router, caller, claimEndpoints, {
    claimProblems: ({ query, credentials }) => claims.list(query, credentials),
  });
}
