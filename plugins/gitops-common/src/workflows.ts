import { z } from 'zod';
import { environmentName } from './fields';
import { gateAnswerSchema } from './gates';
import { promotionRequestSchema } from './requests';

const { reason, plan, override } = promotionRequestSchema.shape;

const version = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9._+@:-]+$/, 'has to be a tag, a digest or a version');

/** @public */
export const workflowRunRequestSchema = z.strictObject({
  to: environmentName,
  version,
  plan,
  override,
  reason: reason
    .optional()
    .describe(
      'Why gates are overridden, for the audit log: required with override',
    ),
});

/** Asks for a run of an environment's promotion workflow. @public */
export type WorkflowRunRequest = z.infer<typeof workflowRunRequestSchema>;

/** @public */
export const workflowPlanSchema = z
  .object({
    id: z
      .string()
      .describe('Sent back with a request, it tells what its requester saw'),
    to: z.string(),
    gates: z.array(gateAnswerSchema),
    canOverride: z
      .boolean()
      .describe('Whether the caller may override what blocks and can be'),
  })
  .describe("What speaks against running an environment's promotion workflow");

/** What speaks against running an environment's promotion workflow. @public */
export type WorkflowPlan = z.infer<typeof workflowPlanSchema>;

/** @public */
export const workflowCheckRequestSchema = z.strictObject({
  to: environmentName,
  version,
  build: version
    .optional()
    .describe(
      'The tag that the same image had before its release, by which environments before know it',
    ),
});

/** Asks whether a workflow may bring a version to an environment. @public */
export type WorkflowCheckRequest = z.infer<typeof workflowCheckRequestSchema>;

/** @public */
export const workflowCheckSchema = z.object({
  allowed: z.boolean(),
  retry: z
    .boolean()
    .describe(
      'Whether asking again in a minute makes sense: only the health of the version where it comes from is missing',
    ),
  sentence: z.string().describe('Why, in English'),
});

/** Whether a workflow may bring a version to an environment. @public */
export type WorkflowCheck = z.infer<typeof workflowCheckSchema>;
