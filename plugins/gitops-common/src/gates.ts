import { z } from 'zod';

/** @public */
export const gateAnswerSchema = z
  .object({
    gate: z.string().describe('Its name, for example `soak-time`'),
    result: z.enum(['pass', 'warn', 'block']),
    sentence: z.string(),
    canOverride: z
      .boolean()
      .describe(
        'Whether a block can be overridden by those who may override. False for what no permission changes, such as nothing to change',
      ),
  })
  .describe('What one gate answers for a promotion');

/**
 * What one gate answers for a promotion.
 *
 * @public
 */
export type GateAnswer = z.infer<typeof gateAnswerSchema>;
