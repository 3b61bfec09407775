import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

export const repositorySchema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: z =>
    z.object({
      repositories: z
        .array(z.object({ url: z.string(), title: z.string().optional() }))
        .optional()
        .describe(
          'The repositories to choose from; without them, an address is written',
        ),
    }),
});

export type RepositoryFieldProps = typeof repositorySchema.TProps;
