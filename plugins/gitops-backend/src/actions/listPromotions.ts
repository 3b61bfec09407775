import { Promotion, promotionStates } from 'backstage-plugin-gitops-common';
import type { AgentActionsOptions } from './AgentActionsOptions';
import { environment, readsOnly, requestedBy, service, Zod } from './inputs';

const summaryOutput = (z: Zod) =>
  z.object({
    id: z.string(),
    kind: z.enum(['promotion', 'rollback']),
    from: z.string(),
    to: z.string(),
    version: z.string(),
    previous: z.string().describe('Version that Git asked for before'),
    state: z.enum(promotionStates),
    sentence: z.string().describe('What is going on, or how it ended'),
    requestedBy: requestedBy(z),
    reason: z.string(),
    requestedAt: z.string().describe('ISO 8601'),
    endedAt: z.string().nullable().describe('ISO 8601; null if it goes on'),
  });

export function listPromotions({ registry, calls }: AgentActionsOptions): void {
  registry.register({
    name: 'list-promotions',
    title: 'List promotions of a service',
    description:
      'Use this to find the id of a promotion, or to find out who promoted what, when and why. Returns at most 50 promotions of a service, newest first, with those that have ended.',
    attributes: readsOnly,
    schema: {
      input: z =>
        z.object({
          service: service(z),
          to: environment(z, 'Only promotions to this environment').optional(),
        }),
      output: z => z.object({ promotions: z.array(summaryOutput(z)) }),
    },
    async action({ input, credentials }) {
      const promotions = await calls.reads.list(input, credentials);
      return { output: { promotions: promotions.map(summaryOf) } };
    },
  });
}

function summaryOf(promotion: Promotion) {
  const { id, kind, from, to, version, previous, state, sentence } = promotion;
  const { reason, requestedAt, endedAt } = promotion;
  return {
    id,
    kind,
    from,
    to,
    version,
    previous,
    state,
    sentence,
    requestedBy: promotion.requestedBy.ref,
    reason,
    requestedAt,
    endedAt,
  };
}
