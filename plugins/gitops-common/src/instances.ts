import { z } from 'zod';
import { count, nullableText, nullableTime } from './fields';
import { english } from './instanceProblems/english';
import type { InstanceProblemParams } from './instanceProblems/InstanceProblem';
import { reasonSchema } from './reasons';

/** The parameters of each code are declared as {@link InstanceProblemParams}. @public */
export const instanceProblemSchema = reasonSchema<InstanceProblemParams>(
  english.sentences,
  'Why an Argo CD instance is not read, or a request to it failed, as data',
);

/** @public */
export const instanceFreshnessSchema = z
  .object({
    name: z.string(),
    staleSince: nullableTime.describe(
      "Since when it couldn't be read; null while it is read successfully",
    ),
    problem: instanceProblemSchema
      .nullable()
      .describe("Why it can't be read, as data; null while it is"),
    reason: nullableText.describe(
      '`problem` as an English sentence; null where there is none',
    ),
  })
  .describe('An Argo CD instance as everyone may know it');

/**
 * An Argo CD instance as everyone may know it.
 *
 * @public
 */
export type InstanceFreshness = z.infer<typeof instanceFreshnessSchema>;

/** @public */
export const instanceSchema = instanceFreshnessSchema
  .extend({
    url: z.string(),
    status: z
      .enum(['connecting', 'connected', 'stale'])
      .describe(
        '`connecting` until the first list has been read; `stale` where what is held is not current',
      ),
    advice: nullableText.describe(
      'What to do about `problem`, in English; null where nothing is wrong, or nothing helps but waiting',
    ),
    lastList: nullableTime.describe(
      'When the last complete list was read; null before the first',
    ),
    lastEvent: nullableTime.describe(
      'When the stream last sent anything: an event or a keep-alive',
    ),
    applications: count.describe('Number of Applications held'),
    malformed: count.describe(
      'Listed items that could not be understood and are not shown',
    ),
  })
  .describe('An Argo CD instance as those see it who operate it');

/**
 * An Argo CD instance as those see it who operate it.
 *
 * @public
 */
export type Instance = z.infer<typeof instanceSchema>;
