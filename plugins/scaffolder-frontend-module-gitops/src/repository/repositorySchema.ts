import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

export const repositorySchema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: z =>
    z.object({
      repositories: z
        .array(
          z.object({
            url: z.string(),
            title: z.string().optional(),
            owners: z
              .array(z.string())
              .optional()
              .describe('References of those who use it'),
          }),
        )
        .optional()
        .describe(
          'The repositories to choose from; without them, an address is written',
        ),
      owner: z
        .string()
        .optional()
        .describe(
          'Name of the field in which the owner was chosen: the repository of that owner is chosen then',
        ),
    }),
});

export type RepositoryFieldProps = typeof repositorySchema.TProps;
