import { z } from 'zod';
import { differenceProblemSchema } from './environmentDifference';
import { count, nullableText } from './fields';

const sideSchema = z.object({
  environment: z.string(),
  title: z.string(),
  revision: nullableText.describe(
    'The commit that the manifests were rendered at, of several sources the first; null where Argo CD rendered the sources as they are now',
  ),
});

/** @public */
export const renderedResourceSchema = z.object({
  group: z.string(),
  kind: z.string(),
  from: nullableText.describe('Its name there; null where it is not there'),
  to: nullableText.describe('Its name there; null where it is not there'),
  fields: z
    .array(
      z.object({
        path: z.string(),
        from: nullableText.describe('Null where it is not set there'),
        to: nullableText.describe('Null where it is not set there'),
      }),
    )
    .describe('Where both have it. What looks like a secret is masked'),
  moreFields: count.describe('How many fields are left out'),
});

/** A resource that is rendered in another way for another environment. @public */
export type RenderedResource = z.infer<typeof renderedResourceSchema>;

/** @public */
export const renderedDifferenceSchema = z
  .object({
    from: sideSchema,
    to: sideSchema,
    resources: z.array(renderedResourceSchema),
    moreResources: count.describe('How many that differ are left out'),
    same: count.describe('How many resources are the same in both'),
    secrets: count.describe(
      'How many Secrets both have: they are not compared',
    ),
    problem: differenceProblemSchema.nullable(),
  })
  .describe(
    'How the manifests of a service differ between two environments, as Argo CD renders them. Names of resources are matched; namespaces, and what Argo CD adds to track resources, are left out',
  );

/**
 * How the manifests of a service differ between two environments, as Argo CD renders them.
 *
 * @public
 */
export type RenderedDifference = z.infer<typeof renderedDifferenceSchema>;
