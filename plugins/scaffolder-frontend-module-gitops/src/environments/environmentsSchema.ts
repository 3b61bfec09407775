import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

export const environmentsSchema = makeFieldSchema({
  output: z => z.array(z.string()),
  uiOptions: z =>
    z.object({
      preselect: z
        .union([z.literal('all'), z.array(z.string())])
        .optional()
        .describe(
          'What is chosen at first, where nothing is set: all environments, or those of these names',
        ),
    }),
});

export type EnvironmentsFieldProps = typeof environmentsSchema.TProps;
