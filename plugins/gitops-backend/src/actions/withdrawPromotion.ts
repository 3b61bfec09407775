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
      'Use this when a promotion should not go on and is not merged yet. Closes its pull request with a comment and returns the promotion. Refused once it is merged. If other services share the pull request, it is refused unless withRelease is true, which withdraws all of them: ask the person you act for first.',
    attributes: { readOnly: false, destructive: true, idempotent: false },
    schema: {
      input: z =>
        z.object({
          id: promotionId(z),
          withRelease: z
            .boolean()
            .optional()
            .describe('Withdraws all promotions in the pull request'),
        }),
      output: promotionOutput,
    },
    async action({ input, credentials }) {
      demandPerson(credentials);
      const { id, withRelease } = input;
      const promotion = await calls.acts.close(
        id,
        { withRelease },
        credentials,
      );
      return { output: promotionOutputOf(promotion) };
    },
  });
}
