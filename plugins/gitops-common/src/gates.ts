import { z } from 'zod';
import type { GateReason } from './gateReasons/GateReason';
import { gateReasonCodes } from './gateReasons/gateSentence';

/** The parameters of each code are declared as {@link GateReasonParams}. @public */
export const gateAnswerSchema = z
  .object({
    gate: z.string().describe('Its name, for example `soak-time`'),
    result: z.enum(['pass', 'warn', 'block']),
    code: z.enum(gateReasonCodes).describe('What it has found, as data'),
    params: z
      .record(z.string(), z.unknown())
      .describe(
        'What the sentence of this code tells. Moments are ISO 8601, durations are milliseconds',
      ),
    sentence: z.string().describe('`code` and `params` as English text'),
    canOverride: z
      .boolean()
      .describe(
        'Whether a block can be overridden by those who may override. False for what no permission changes, such as nothing to change',
      ),
  })
  .describe(
    'What one gate answers for a promotion',
  ) as z.ZodType as z.ZodType<GateAnswer>;

/** The parameters of each code are declared as {@link GateReasonParams}. @public */
export const gateStatusSchema = z
  .object({
    gate: z.string(),
    state: z
      .enum(['success', 'failure', 'pending'])
      .describe('As the status `gitops/<gate>` on the Git host'),
    code: z.enum(gateReasonCodes).describe('Why, as data'),
    params: z.record(z.string(), z.unknown()),
    sentence: z.string().describe('`code` and `params` as English text'),
  })
  .describe(
    'What one gate says of a pull request now',
  ) as z.ZodType as z.ZodType<GateStatusAnswer>;

/**
 * What one gate says of a pull request now.
 *
 * @public
 */
export type GateStatusAnswer = GateReason & {
  gate: string;
  state: 'success' | 'failure' | 'pending';
  sentence: string;
};

/**
 * What one gate answers for a promotion.
 *
 * @public
 */
export type GateAnswer = GateReason & {
  gate: string;
  result: 'pass' | 'warn' | 'block';
  sentence: string;
  canOverride: boolean;
};
