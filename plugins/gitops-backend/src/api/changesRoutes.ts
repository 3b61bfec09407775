import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  environmentDifferenceSchema,
  renderedDifferenceSchema,
  versionChangesSchema,
} from 'backstage-plugin-gitops-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { ChangesCalls } from './ChangesCalls';
import type { Endpoints } from './Endpoint';
import { Caller, serve } from './serve';
import { name, servicePath } from './shapes';

const version = z.string().min(1).max(253);

export const changesEndpoints = {
  versionChanges: {
    method: 'get',
    path: '/v1/services/{kind}/{namespace}/{name}/changes',
    description:
      'The commits that come, or are taken back, with another version of a service, from its source repository. Both versions have to be known of the service. Needs gitops.changes.read.',
    params: servicePath,
    query: z.strictObject({
      environment: name.describe('The one that the right is needed in'),
      from: version.describe('What is replaced'),
      to: version.describe('What would come'),
    }),
    answer: versionChangesSchema,
  },
  environmentDifference: {
    method: 'get',
    path: '/v1/services/{kind}/{namespace}/{name}/difference',
    description:
      'How the configuration of a service differs between two environments: the files of its Applications in Git, at the commits that Argo CD compares with. Needs gitops.changes.read in both.',
    params: servicePath,
    query: z.strictObject({ from: name, to: name }),
    answer: environmentDifferenceSchema,
  },
  renderedDifference: {
    method: 'get',
    path: '/v1/services/{kind}/{namespace}/{name}/difference/rendered',
    description:
      'How the manifests that Argo CD renders for a service differ between two environments, at the commits that it compares with. Has Argo CD render both. Needs gitops.changes.read in both.',
    params: servicePath,
    query: z.strictObject({ from: name, to: name }),
    answer: renderedDifferenceSchema,
  },
} satisfies Endpoints;

/** What is in a version. */
export function addChangesRoutes(
  router: Router,
  { changes, caller }: { changes: ChangesCalls; caller: Caller },
): void {
  serve(router, caller, changesEndpoints, {
    versionChanges: ({ params, query, credentials }) =>
      changes.between(stringifyEntityRef(params), query, credentials),

    environmentDifference: ({ params, query, credentials }) =>
      changes.difference(stringifyEntityRef(params), query, credentials),

    renderedDifference: ({ params, query, credentials }) =>
      changes.renderedDifference(
        stringifyEntityRef(params),
        query,
        credentials,
      ),
  });
}
