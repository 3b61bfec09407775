import { z } from 'zod';
import { source } from './source';
import { listOf, text } from './values';

const helm = z
  .object({
    valueFiles: listOf(z.string()),
    values: text,
    valuesObject: z.record(z.string(), z.unknown()).nullish(),
    parameters: listOf(z.object({ name: text, value: text })),
  })
  .nullish();

const manifestSource = source.extend({
  helm,
  kustomize: z.object({ images: listOf(z.string()) }).nullish(),
  directory: z
    .object({ recurse: z.boolean().nullish(), include: text, exclude: text })
    .nullish(),
});

const syncedTo = z
  .object({
    revision: text,
    revisions: listOf(z.string()),
    source: manifestSource.nullish(),
    sources: listOf(manifestSource),
  })
  .nullish();

/**
 * Where the manifests of an Application lie. Read for a plan and forgotten after it: values may
 * hold what nobody should see.
 */
export const applicationManifests = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    labels: z.record(z.string(), z.string()).nullish(),
    annotations: z.record(z.string(), z.string()).nullish(),
    ownerReferences: listOf(z.object({ kind: text, name: text })),
  }),
  spec: z.object({
    project: text,
    source: manifestSource.nullish(),
    sources: listOf(manifestSource),
    sourceHydrator: z.object({ drySource: manifestSource.nullish() }).nullish(),
  }),
  status: z
    .object({
      sourceType: text,
      sourceTypes: listOf(z.string()),
      health: z.object({ status: text }).nullish(),
      sync: z
        .object({
          status: text,
          revision: text,
          revisions: listOf(z.string()),
          comparedTo: z
            .object({
              source: manifestSource.nullish(),
              sources: listOf(manifestSource),
            })
            .nullish(),
        })
        .nullish(),
      operationState: z
        .object({
          phase: text,
          startedAt: text,
          finishedAt: text,
          operation: z.object({ sync: syncedTo }).nullish(),
          syncResult: syncedTo,
        })
        .nullish(),
    })
    .nullish(),
});
export type ApplicationManifestsAnswer = z.infer<typeof applicationManifests>;
