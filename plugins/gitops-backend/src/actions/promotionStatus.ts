import type { AgentActionsOptions } from './AgentActionsOptions';
import { promotionId, readsOnly } from './inputs';
import { promotionOutput, promotionOutputOf } from './promotionOutput';

export function promotionStatus({
  registry,
  calls,
}: AgentActionsOptions): void {
  registry.register({
    name: 'promotion-status',
    title: 'Status of a promotion',
    description:
      'Use this to follow a promotion until hasEnded is true. Returns its state, what it waits for, its pull requests with their checks and approvals, and what to do next.',
    attributes: readsOnly,
    schema: {
      input: z => z.object({ id: promotionId(z) }),
      output: promotionOutput,
    },
    async action({ input, credentials }) {
      const promotion = await calls.reads.get(input.id, credentials);
      return { output: promotionOutputOf(promotion) };
    },
  });
}
