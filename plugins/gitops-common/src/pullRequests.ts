import { z } from 'zod';
import { gateStatusSchema } from './gates';
import { count, nullableText, nullableTime } from './fields';

/** @public */
export const promotionPullRequestSchema = z.object({
  repository: z.string(),
  number: z.int().nullable().describe('Null until the host has numbered it'),
  url: nullableText,
  state: z.enum(['planned', 'open', 'merged', 'closed', 'failed']),
  mergeCommit: nullableText.describe(
    'The commit on the base branch that brought it; null until merged',
  ),
  endedBy: nullableText.describe(
    "Who merged or closed it, as the host names them; `auto:gitops` where the portal merged it by itself; null where it isn't known",
  ),
  openedAt: nullableTime,
  endedAt: nullableTime,
  checks: z
    .object({ passed: count, failed: count, pending: count })
    .nullable()
    .describe("Checks of its head; null where the host doesn't report any"),
  approvedBy: z.array(z.string()),
  gates: z
    .array(gateStatusSchema)
    .describe(
      'What the gates that have to hold at the merge said last; empty before they were asked',
    ),
  others: count.describe(
    'Promotions of other services in the same pull request',
  ),
});

/** The pull request of a promotion in one repository. @public */
export type PromotionPullRequest = z.infer<typeof promotionPullRequestSchema>;
