import { z } from 'zod';
import { count, nullableText } from './fields';

/** @public */
export const fieldDifferenceSchema = z.object({
  path: z
    .string()
    .describe('For example `spec.template.spec.containers[app].image`'),
  inGit: nullableText.describe('Null where Git does not set it'),
  inCluster: nullableText.describe('Null where the cluster does not have it'),
});

/** A field that is not alike in Git and in the cluster. @public */
export type FieldDifference = z.infer<typeof fieldDifferenceSchema>;

/** @public */
export const resourceDifferenceSchema = z.object({
  group: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  change: z
    .enum(['differs', 'missing', 'leftover'])
    .describe(
      '`missing`: in Git, not in the cluster. `leftover`: in the cluster, no longer in Git',
    ),
  isHidden: z
    .boolean()
    .describe('It is a Secret: its fields are neither compared nor shown'),
  fields: z
    .array(fieldDifferenceSchema)
    .describe('What looks like a secret is masked'),
  moreFields: count.describe('How many fields are left out'),
});

/** A resource that is not alike in Git and in the cluster. @public */
export type ResourceDifference = z.infer<typeof resourceDifferenceSchema>;

/** @public */
export const applicationDifferenceSchema = z
  .object({
    resources: z.array(resourceDifferenceSchema),
    moreResources: count.describe('How many resources are left out'),
  })
  .describe(
    'What is not alike in Git and in the cluster, as Argo CD compares them. Never of Secrets',
  );

/**
 * What is not alike in Git and in the cluster, as Argo CD compares them. Never of Secrets.
 *
 * @public
 */
export type ApplicationDifference = z.infer<typeof applicationDifferenceSchema>;
