import { MAX_REASON_LENGTH } from 'backstage-plugin-gitops-common';
import type { AgentActionsOptions } from './AgentActionsOptions';
import { demandPerson } from './demandPerson';
import { route } from './inputs';
import { promotionOutput, promotionOutputOf } from './promotionOutput';

export function promote({ registry, calls }: AgentActionsOptions): void {
  registry.register({
    name: 'promote',
    title: 'Promote a service',
    description:
      'Use this after plan-promotion, when the person you act for wants the version to move to the next environment. Opens a pull request that somebody reviews and merges; nothing is deployed before that. Returns the promotion with its id: follow it with promotion-status. Called again for a version that is on its way, it returns the same promotion. The open pull request of another version is closed. Refused where a gate blocks or the person may not promote.',
    // It may close the pull request of another version
    attributes: { readOnly: false, destructive: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          ...route(z),
          reason: z
            .string()
            .min(1, 'Say why: it goes into the commit and the pull request')
            .max(MAX_REASON_LENGTH)
            .describe(
              'Why it is promoted; everybody can read it in the commit and the pull request',
            ),
          plan: z
            .string()
            .max(100)
            .optional()
            .describe(
              'Id of the plan that the person has seen: refused if something else would change by now',
            ),
        }),
      output: z =>
        promotionOutput(z).extend({
          made: z
            .boolean()
            .describe('False if this promotion was under way already'),
        }),
    },
    async action({ input, credentials }) {
      demandPerson(credentials);
      const { promotion, made } = await calls.requests.promote(
        input,
        credentials,
      );
      return { output: { ...promotionOutputOf(promotion), made } };
    },
  });
}
