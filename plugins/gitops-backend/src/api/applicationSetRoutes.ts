import { applicationSetsSchema } from 'backstage-plugin-gitops-common';
import type { Router } from 'express';
import type { ApplicationSetCalls } from './ApplicationSetCalls';
import type { Endpoints } from './Endpoint';
import { Caller, serve } from './serve';

export const applicationSetEndpoints = {
  applicationSets: {
    method: 'get',
    path: '/v1/applicationsets',
    description:
      'The ApplicationSets of all instances, as they were listed last: a few minutes ago at most, while they can be listed. Only those of which the caller may see all Applications. Needs gitops.instance.read.',
    answer: applicationSetsSchema,
  },
} satisfies Endpoints;

/** What generates Applications. */
export function addApplicationSetRoutes(
  router: Router,
  {
    applicationSets,
    caller,
  }: { applicationSets: ApplicationSetCalls; caller: Caller },
): void {
  serve(router, caller, applicationSetEndpoints, {
    applicationSets: ({ credentials }) => applicationSets.list(credentials),
  });
}
