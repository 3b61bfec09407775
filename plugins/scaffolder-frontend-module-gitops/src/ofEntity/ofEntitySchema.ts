import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

export const ofEntitySchema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: z =>
    z.object({
      entity: z
        .string()
        .describe('Name of the field in which the entity was chosen'),
      value: z
        .enum(['source', 'owner'])
        .describe(
          'What it is filled with: the repository of the code, or the name of the owner',
        ),
    }),
});

export type OfEntityFieldProps = typeof ofEntitySchema.TProps;
