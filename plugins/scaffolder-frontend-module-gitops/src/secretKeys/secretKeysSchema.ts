import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

export const secretKeysSchema = makeFieldSchema({
  output: z =>
    z.array(
      z.object({
        secretKey: z.string(),
        key: z.string(),
        property: z.string().optional(),
      }),
    ),
  uiOptions: z =>
    z.object({
      store: z
        .enum(['aws', 'azure'])
        .optional()
        .describe(
          'Whose keys these are: paths of AWS Secrets Manager, or names of Azure Key Vault. aws by default',
        ),
      defaultKey: z
        .string()
        .optional()
        .describe('The key in the store that a new row begins with'),
    }),
});

export type SecretKeysFieldProps = typeof secretKeysSchema.TProps;
