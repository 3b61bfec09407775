import { z } from 'zod';
import { serviceDeploymentsSchema } from './deployments';
import { goldenPathSchema } from './details';
import { freezeSchema } from './freezes';
import { missingPartSchema } from './missingPart';
import { argoCdActionSchema, transitionSchema } from './transitions';

/** @public */
export const serviceSchema = z
  .object({
    deployments: serviceDeploymentsSchema,
    transitions: z
      .array(transitionSchema)
      .describe('What is between its environments, in their order'),
    freezes: z.array(freezeSchema).describe('Those in force and to come'),
    goldenPath: goldenPathSchema
      .nullable()
      .describe(
        'Of its Applications, the one with the oldest version; null where none has the label',
      ),
    actions: z
      .record(z.string(), z.array(argoCdActionSchema))
      .describe(
        'What the caller may ask of Argo CD, by environment; absent where that is nothing',
      ),
    missing: z
      .array(missingPartSchema)
      .describe(
        "Parts that couldn't be read, and are empty: what is deployed is answered without them",
      ),
  })
  .describe('All that the page of a service shows, of one moment');

/**
 * All that the page of a service shows, of one moment: what is deployed, what may move or moves
 * between its environments, what is frozen, and what can be asked of Argo CD.
 *
 * @public
 */
export type Service = z.infer<typeof serviceSchema>;
