import { z } from 'zod';
import { source } from './source';
import { listOf, text, words } from './values';

/**
 * What is read of Argo CD's answers about one Application. Anything else in them, secret values
 * above all, is never held.
 */

const health = z.object({ status: text, message: words }).nullish();

export const applicationDetail = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    annotations: z.record(z.string(), z.string()).nullish(),
    finalizers: listOf(z.string()),
    ownerReferences: listOf(z.object({ kind: text, name: text })),
  }),
  spec: z.object({
    source: source.nullish(),
    sources: listOf(source),
    syncPolicy: z.object({ syncOptions: listOf(z.string()) }).nullish(),
    ignoreDifferences: listOf(
      z.object({
        jsonPointers: listOf(z.string()),
        jqPathExpressions: listOf(z.string()),
        managedFieldsManagers: listOf(z.string()),
      }),
    ),
  }),
  status: z
    .object({
      health,
      resources: listOf(
        z.object({
          group: text,
          version: text,
          kind: z.string(),
          namespace: text,
          name: z.string(),
          status: text,
          health,
          syncWave: z.number().nullish(),
          hook: z.boolean().nullish(),
          requiresPruning: z.boolean().nullish(),
          requiresDeletionConfirmation: z.boolean().nullish(),
        }),
      ),
      sync: z
        .object({
          status: text,
          revision: text,
          revisions: listOf(z.string()),
          comparedTo: z
            .object({ source: source.nullish(), sources: listOf(source) })
            .nullish(),
        })
        .nullish(),
      conditions: listOf(
        z.object({
          type: z.string(),
          message: words,
          lastTransitionTime: text,
        }),
      ),
      history: listOf(
        z.object({
          id: z.number().nullish(),
          revision: text,
          revisions: listOf(z.string()),
          source: source.nullish(),
          sources: listOf(source),
          deployedAt: text,
          deployStartedAt: text,
          initiatedBy: z
            .object({ username: text, automated: z.boolean().nullish() })
            .nullish(),
        }),
      ),
      operationState: z
        .object({
          phase: text,
          message: words,
          startedAt: text,
          finishedAt: text,
          retryCount: z.number().nullish(),
          operation: z
            .object({
              sync: z
                .object({
                  revision: text,
                  revisions: listOf(z.string()),
                  autoHealAttemptsCount: z.number().nullish(),
                  dryRun: z.boolean().nullish(),
                  /** Selected ones only; empty where all are synced */
                  resources: listOf(z.unknown()),
                })
                .nullish(),
              initiatedBy: z
                .object({ username: text, automated: z.boolean().nullish() })
                .nullish(),
              retry: z.object({ limit: z.number().nullish() }).nullish(),
            })
            .nullish(),
          syncResult: z
            .object({
              revision: text,
              revisions: listOf(z.string()),
              source: source.nullish(),
              sources: listOf(source),
              resources: listOf(
                z.object({
                  group: text,
                  kind: z.string(),
                  namespace: text,
                  name: z.string(),
                  status: text,
                  message: words,
                  hookType: text,
                  hookPhase: text,
                  syncPhase: text,
                  images: listOf(z.string()),
                }),
              ),
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
export type ApplicationDetail = z.infer<typeof applicationDetail>;

export const project = z.object({
  spec: z
    .object({
      syncWindows: listOf(
        z.object({
          kind: text,
          schedule: text,
          duration: text,
          timeZone: text,
          description: text,
        }),
      ),
    })
    .nullish(),
});

export const resourceTree = z.object({
  nodes: listOf(
    z.object({
      group: text,
      kind: z.string(),
      namespace: text,
      name: z.string(),
      uid: text,
      parentRefs: listOf(
        z.object({ group: text, kind: text, name: text, uid: text }),
      ),
      info: listOf(z.object({ name: text, value: text })),
      createdAt: text,
      images: listOf(z.string()),
      health,
    }),
  ),
});
export type ResourceTree = z.infer<typeof resourceTree>;
export type TreeNode = ResourceTree['nodes'][number];

export const managedResources = z.object({
  items: listOf(
    z.object({
      group: text,
      kind: z.string(),
      namespace: text,
      name: z.string(),
      targetState: text,
      liveState: text,
    }),
  ),
});
export type ManagedResources = z.infer<typeof managedResources>;

export const comparedResources = z.object({
  items: listOf(
    z.object({
      group: text,
      kind: z.string(),
      namespace: text,
      name: z.string(),
      normalizedLiveState: text,
      predictedLiveState: text,
    }),
  ),
});
export type ComparedResources = z.infer<typeof comparedResources>;

export const kubernetesEvents = z.object({
  items: listOf(
    z.object({
      reason: text,
      message: words,
      type: text,
      lastTimestamp: text,
      eventTime: text,
      series: z.object({ lastObservedTime: text }).nullish(),
    }),
  ),
});
export type KubernetesEvents = z.infer<typeof kubernetesEvents>;

export const syncWindows = z.object({
  activeWindows: listOf(
    z.object({ kind: text, schedule: text, duration: text }),
  ),
  assignedWindows: listOf(
    z.object({ kind: text, schedule: text, duration: text }),
  ),
});
export type SyncWindows = z.infer<typeof syncWindows>;

export const deepLinks = z.object({
  items: listOf(z.object({ title: text, url: text, description: text })),
});

/** Each manifest comes as JSON within JSON. */
export const renderedManifests = z.object({ manifests: listOf(z.string()) });

/** The live manifest comes as JSON within JSON. */
export const liveResource = z.object({ manifest: z.string() });

export const externalSecret = z.object({
  spec: z.object({
    secretStoreRef: z.object({ kind: text, name: text }).nullish(),
    data: listOf(
      z.object({
        secretKey: z.string(),
        remoteRef: z.object({ key: z.string(), property: text }).nullish(),
      }),
    ),
    // `find` and `sourceRef` name no entry of the store
    dataFrom: listOf(
      z.object({
        extract: z.object({ key: z.string(), property: text }).nullish(),
      }),
    ),
  }),
  status: z
    .object({
      refreshTime: text,
      conditions: listOf(
        z.object({ type: text, status: text, reason: text, message: words }),
      ),
    })
    .nullish(),
});
export type ExternalSecret = z.infer<typeof externalSecret>;
