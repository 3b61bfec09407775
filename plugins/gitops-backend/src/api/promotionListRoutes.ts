import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import {
  promotionFilterSchema,
  promotionPageSchema,
} from 'backstage-plugin-gitops-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { Endpoints } from './Endpoint';
import type { PromotionLists } from './promotions/PromotionLists';
import { Caller, SENT, serve } from './serve';
import { DEFAULT_LIMIT, pageLimit, pageStart } from './shapes';

/** For all of an export. */
const EXPORT_MS = 120_000;

export const promotionListEndpoints = {
  promotions: {
    method: 'get',
    path: '/v1/promotions',
    description:
      'Promotions that the caller may read, of all services, newest first. Needs gitops.promotion.read.',
    query: promotionFilterSchema.extend({
      cursor: pageStart('nextCursor', '[0-9a-f-]{36}'),
      limit: pageLimit,
    }),
    answer: promotionPageSchema,
  },
  exportPromotions: {
    method: 'get',
    path: '/v1/promotions/export',
    description:
      'The same for auditors: with reason, overridden gates, who merged and all times, at most 100,000. Needs gitops.promotion.read.',
    query: promotionFilterSchema,
    answer: z.string().describe('Lines of CSV, the first with the names'),
    mediaType: 'text/csv',
  },
} satisfies Endpoints;

/** Lists of promotions, of one service or of all. */
export function addPromotionListRoutes(
  router: Router,
  { lists, caller }: { lists: PromotionLists; caller: Caller },
): void {
  serve(router, caller, promotionListEndpoints, {
    promotions: ({
      query: { cursor: after, limit = DEFAULT_LIMIT, ...filter },
      credentials,
    }) => lists.page(filter, { after, limit }, credentials),

    exportPromotions: async ({ query, credentials, res }) => {
      const lines = await lists.export(query, credentials);
      res.type('text/csv');
      res.attachment('promotions.csv');
      // A failure after this cuts the answer off, so that a part is not taken for all
      await pipeline(Readable.from(lines), res, {
        signal: AbortSignal.timeout(EXPORT_MS),
      }).catch(error => res.destroy(error));
      return SENT;
    },
  });
}
