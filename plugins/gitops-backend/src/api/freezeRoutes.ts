import {
  freezeAnswerSchema,
  freezeRequestSchema,
  freezeSchema,
  freezesSchema,
  promotionRequestSchema,
} from 'backstage-plugin-gitops-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { Endpoints } from './Endpoint';
import type { FreezeCalls } from './FreezeCalls';
import { Caller, serve } from './serve';

export const freezeEndpoints = {
  freezes: {
    method: 'get',
    path: '/v1/freezes',
    description:
      'Freezes that people made and that concern what the caller may see: those in force and to come, or with ended the 50 that were made last of those that are over. The newest come first.',
    query: z.strictObject({
      service: promotionRequestSchema.shape.service.optional(),
      ended: z.literal('true').optional(),
    }),
    answer: freezesSchema,
  },
  createFreeze: {
    method: 'post',
    path: '/v1/freezes',
    description:
      'Freezes services in environments. Asked twice, it answers the same one. Needs gitops.freeze.create for each service in each environment; for every service, without conditions.',
    body: freezeRequestSchema,
    answer: freezeAnswerSchema,
    makes: true,
  },
  endFreeze: {
    method: 'post',
    path: '/v1/freezes/{id}/end',
    description:
      'Ends a freeze now. Who made it may end it. Others need gitops.freeze.end for each service in each environment that still exists; for every service, and where none is left, without conditions.',
    params: z.object({ id: z.uuid().describe('Identity of the freeze') }),
    answer: freezeSchema,
  },
} satisfies Endpoints;

/** Freezes that people make at run time. */
export function addFreezeRoutes(
  router: Router,
  { freezes, caller }: { freezes: FreezeCalls; caller: Caller },
): void {
  serve(router, caller, freezeEndpoints, {
    freezes: ({ query: { service, ended }, credentials }) =>
      freezes.list({ service, ended: ended !== undefined }, credentials),

    createFreeze: ({ body, credentials }) => freezes.create(body, credentials),

    endFreeze: ({ params, credentials }) => freezes.end(params.id, credentials),
  });
}
