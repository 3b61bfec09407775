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
      'Use this when a promotion should not go on and is not merged yet. Closes its pull request with a comment and returns the promotion. Refused once it is merged. If other services share the pull request, it is refused unless withRelease is true, which withdraws the whole release as far as it is not merged: ask the person you act for first.',
    attributes: { readOnly: false, destructive: true, idempotent: false },
    schema: {
      input: z =>
        z.object({
          id: promotionId(z),
          withRelease: z
            .boolean()
            .optional()
            .describe('Withdraws all of the release that is not merged'),
        }),
      output: promotionOutput,
    },
    async action({ input, credentials }) {
      demandPerson(credentials);
      const { id, withRelease } = input;
      const { release } = await calls.reads.get(id, credentials);
      if (!withRelease || release === null) {
        const promotion = await calls.acts.close(id, credentials);
        return { output: promotionOutputOf(promotion) };
      }
      await calls.releases.acts.close(release, credentials);
      const promotion = await calls.reads.get(id, credentials);
      return { output: promotionOutputOf(promotion) };
    },
  });
}
