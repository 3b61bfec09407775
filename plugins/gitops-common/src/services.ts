import { z } from 'zod';
import { serviceDeploymentsSchema } from './deployments';
import { freezeSchema } from './freezes';
import { transitionSchema } from './transitions';

/** @public */
export const serviceSchema = z
  .object({
    deployments: serviceDeploymentsSchema,
    transitions: z
      .array(transitionSchema)
      .describe('What is between its environments, in their order'),
    freezes: z.array(freezeSchema).describe('Those in force and to come'),
    isPartial: z
      .boolean()
      .describe(
        "Whether transitions and freezes couldn't be read, and are empty: what is deployed is answered without the database",
      ),
  })
  .describe('All that the page of a service shows, of one moment');

/**
 * All that the page of a service shows, of one moment: what is deployed, what may move or moves
 * between its environments, and what is frozen.
 *
 * @public
 */
export type Service = z.infer<typeof serviceSchema>;
