import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { secretStoreKinds } from 'backstage-plugin-gitops-common';

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
        .enum(secretStoreKinds)
        .optional()
        .describe(
          'Kind of the store, whose rules the keys follow. aws, which is AWS Secrets Manager, by default',
        ),
      defaultKey: z
        .string()
        .optional()
        .describe('The key in the store that a new row begins with'),
    }),
});

export type SecretKeysFieldProps = typeof secretKeysSchema.TProps;
