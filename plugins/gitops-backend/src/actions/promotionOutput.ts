import {
  Promotion,
  PromotionState,
  promotionStates,
} from 'backstage-plugin-gitops-common';
import { requestedBy, Zod } from './inputs';

const nextSteps: Record<PromotionState, string> = {
  requested:
    'Ask for the status again in a few seconds: the pull request is being opened.',
  pullRequestOpen:
    'Give the address of the pull request to the person you act for: somebody reviews and merges it, which no action does. Then ask for the status about once a minute.',
  merged:
    'Ask for the status again in half a minute: Argo CD is about to deploy it.',
  deploying:
    'Ask for the status again in half a minute: Argo CD is deploying it.',
  succeeded: 'Nothing is left to do.',
  failed:
    'Tell the person you act for what the sentence says. Plan again before you promote again.',
  closed:
    'Tell the person you act for what the sentence says. Plan again if the version should still move.',
  superseded: 'Find what took its place with list-promotions.',
};

export const promotionOutput = (z: Zod) =>
  z.object({
    id: z.string(),
    service: z.string(),
    from: z.string(),
    to: z.string(),
    version: z.string(),
    previous: z.string().describe('Version that Git asked for before'),
    requestedBy: requestedBy(z),
    reason: z.string(),
    state: z.enum(promotionStates),
    hasEnded: z.boolean(),
    sentence: z.string().describe('What is going on'),
    problem: z
      .string()
      .nullable()
      .describe('What stands in the way at the moment and is tried again'),
    next: z.string().describe('What you should do next'),
    canWithdraw: z.boolean().describe('Whether you may withdraw it now'),
    pullRequests: z.array(
      z.object({
        repository: z.string(),
        url: z.string().nullable().describe('Null until it is opened'),
        state: z.enum(['planned', 'open', 'merged', 'closed', 'failed']),
        checks: z
          .object({
            passed: z.number(),
            failed: z.number(),
            pending: z.number(),
          })
          .nullable()
          .describe('Null where the Git host does not say'),
        approvedBy: z.array(z.string()),
      }),
    ),
    applications: z
      .array(z.object({ name: z.string(), url: z.string() }))
      .describe('What Argo CD deploys, with its pages'),
  });

export function promotionOutputOf(promotion: Promotion) {
  const { id, service, from, to, version, previous, reason } = promotion;
  const { state, sentence, problem, applications } = promotion;
  return {
    id,
    service,
    from,
    to,
    version,
    previous,
    requestedBy: promotion.requestedBy.ref,
    reason,
    state,
    hasEnded: promotion.endedAt !== null,
    sentence,
    problem,
    next: nextSteps[state],
    canWithdraw: promotion.can.close,
    pullRequests: promotion.pullRequests.map(one => ({
      repository: one.repository,
      url: one.url,
      state: one.state,
      checks: one.checks,
      approvedBy: one.approvedBy,
    })),
    applications,
  };
}
