import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

export const previewSchema = makeFieldSchema({
  output: z => z.string(),
});

export type PreviewFieldProps = typeof previewSchema.TProps;
