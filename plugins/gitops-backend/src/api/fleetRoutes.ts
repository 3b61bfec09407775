import { fleetSchema } from 'backstage-plugin-gitops-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { Endpoints } from './Endpoint';
import type { FleetCalls } from './FleetCalls';
import { Caller, SENT, serve } from './serve';

export const fleetEndpoints = {
  fleet: {
    method: 'get',
    path: '/v1/fleet',
    description:
      'What runs of every service in every environment, in few words, as far as the caller may see it. With the cursor of an earlier answer, only what has changed since. Needs gitops.deployment.read.',
    query: z.strictObject({
      since: z
        .string()
        .max(200)
        .optional()
        .describe('cursor of an earlier answer'),
      owner: z
        .string()
        .max(4_000)
        .optional()
        .describe(
          'only services that one of these owns: references, separated by commas. Not with `since`',
        ),
      system: z
        .string()
        .max(300)
        .optional()
        .describe('only services of this system. Not with `since`'),
    }),
    answer: fleetSchema,
  },
} satisfies Endpoints;

/** What runs of all services. */
export function addFleetRoutes(
  router: Router,
  { fleet, caller }: { fleet: FleetCalls; caller: Caller },
): void {
  serve(router, caller, fleetEndpoints, {
    fleet: async ({ query, credentials, res }) => {
      const body = await fleet.read(query, credentials);
      // Large enough to be worth compressing, other than all other answers
      res.set('Cache-Control', 'private, no-cache');
      res.type('application/json').send(body);
      return SENT;
    },
  });
}
