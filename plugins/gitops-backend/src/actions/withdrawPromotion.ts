import type { AgentActionsOptions } from './AgentActionsOptions';
import { demandPerson } from './demandPerson';
import { promotionId } from './inputs';
import { promotionOutput, promotionOutputOf } from './promotionOutput';

export function withdrawPromotion({
  registry,
  calls,
}: AgentActionsOptions): void {
  registry.register({
    name: 'withdraw-promotion',
    title: 'Withdraw a promotion',
    description:
      'Use this when a promotion should not go on and is not merged yet. Closes its pull request with a comment and returns the promotion. Refused once it is merged.',
    attributes: { readOnly: false, destructive: true, idempotent: false },
    schema: {
      input: z => z.object({ id: promotionId(z) }),
      output: promotionOutput,
    },
    async action({ input, credentials }) {
      demandPerson(credentials);
      const promotion = await calls.close(input.id, credentials);
      return { output: promotionOutputOf(promotion) };
    },
  });
}
