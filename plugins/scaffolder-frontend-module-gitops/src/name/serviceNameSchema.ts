import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

export const serviceNameSchema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: z =>
    z.object({
      namespace: z
        .string()
        .optional()
        .describe('Catalog namespace of the service (default: default)'),
    }),
});

export type ServiceNameFieldProps = typeof serviceNameSchema.TProps;
