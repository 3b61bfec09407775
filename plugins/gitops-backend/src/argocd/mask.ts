import { SKIP_RECONCILE } from './skipReconcile';

/**
 * How much of the `spec` a server lets a list select. Argo CD 3.5 knows sub-paths; older ones
 * answer them with nothing, without an error, and need the whole `spec`. Both at once fail at
 * random on 3.5.0 and 3.5.1.
 */
export type SpecMask = 'parts' | 'whole';

const specPaths: Record<SpecMask, string[]> = {
  parts: [
    'spec.source',
    'spec.sources',
    'spec.sourceHydrator',
    'spec.destination',
    'spec.project',
    'spec.syncPolicy',
  ],
  whole: ['spec'],
};

function applicationPaths(spec: SpecMask): string[] {
  return [
    'metadata.name',
    'metadata.namespace',
    'metadata.labels',
    'metadata.deletionTimestamp',
    ...specPaths[spec],
    'status.health',
    'status.summary',
    'status.sync.status',
    'status.sync.revision',
    'status.operationState.phase',
    'status.operationState.startedAt',
    'status.operationState.finishedAt',
    // Known from 3.2 on
    'status.sourceHydrator',
    'operation.sync',
  ];
}

export function listMask(spec: SpecMask): string {
  return applicationPaths(spec)
    .map(path => `items.${path}`)
    .join(',');
}

/**
 * What a list can't select: it has no versions of its items, and all annotations or none, which are
 * as large again as all else.
 */
const streamedPaths = [
  'metadata.resourceVersion',
  `metadata.annotations.${SKIP_RECONCILE}`,
];

/** `result.type` and `error` have to be asked for: an error that is masked out arrives as `{}`. */
export function streamMask(spec: SpecMask): string {
  return [
    'result.type',
    'error',
    ...[...applicationPaths(spec), ...streamedPaths].map(
      path => `result.application.${path}`,
    ),
  ].join(',');
}

/**
 * Of managed resources, without the normalized and predicted manifests: they are as large again.
 */
export const managedMask =
  'items.group,items.kind,items.namespace,items.name,items.targetState,items.liveState';

/** Of managed resources, the two manifests that Argo CD itself compares. */
export const comparedMask =
  'items.group,items.kind,items.namespace,items.name,items.normalizedLiveState,items.predictedLiveState';
