import { toTimestamp } from '../../Clock';
import { Application, ApplicationSpec, Operation } from '../Application';
import { Wanted } from '../generators/applicationSets';
import { uidOf } from '../ids';
import { canonical, listAt, objectAt } from '../Json';
import { sourcesOf } from '../manifests/render';
import { ApplicationSetState } from './ApplicationSetState';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The Application that a manifest asks for: new with an empty status, or with the status it has.
 */
export function applicationOf(
  wanted: Wanted,
  options: { existing?: Application; set?: ApplicationSetState; now: number },
): Application {
  const { manifest } = wanted;
  const { name } = manifest.metadata;
  const { existing, set } = options;
  const labels = textRecord(objectAt(manifest, 'metadata', 'labels'));
  const finalizers = listAt(manifest, 'metadata', 'finalizers').map(String);
  const own = textRecord(objectAt(manifest, 'metadata', 'annotations'));
  const tracking: Record<string, string> = wanted.parent
    ? {
        'argocd.argoproj.io/tracking-id': `${wanted.parent}:argoproj.io/Application:argocd/${name}`,
      }
    : {};
  const annotations: Record<string, string> = set
    ? own
    : { ...own, ...tracking, [lastApplied]: `${canonical(manifest)}\n` };
  const spec = objectAt(manifest, 'spec') as unknown as ApplicationSpec;
  const health = { status: 'Healthy' as const };
  return {
    metadata: {
      name,
      namespace: 'argocd',
      uid: existing?.metadata.uid ?? uidOf(`Application/${name}`),
      resourceVersion: '',
      generation: 0,
      creationTimestamp:
        existing?.metadata.creationTimestamp ?? toTimestamp(options.now),
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ...(set
        ? {
            ownerReferences: [set.ownerReference],
            finalizers: ['resources-finalizer.argocd.argoproj.io'],
          }
        : {}),
      ...(!set && finalizers.length > 0 ? { finalizers } : {}),
    },
    // RollingSync takes automation away from the Applications it steps through
    spec: set?.isRolling
      ? {
          ...spec,
          syncPolicy: { ...spec.syncPolicy, automated: { enabled: false } },
        }
      : spec,
    status: existing?.status ?? {
      sync: { status: 'Unknown' },
      health,
      summary: {},
      sourceHydrator: {},
    },
  };
}

/** The operation that a sync of these commits is. */
export function operationOf(
  application: Application,
  revisions: string[],
  by: { initiatedBy: Operation['initiatedBy']; prune?: boolean },
): Operation {
  const { spec } = application;
  const isMulti = spec.sources !== undefined;
  return {
    sync: {
      ...(isMulti ? { revisions } : { revision: revisions[0] }),
      ...(by.prune ? { prune: true } : {}),
      ...(isMulti
        ? { sources: spec.sources }
        : { source: sourcesOf(application)[0] }),
      ...(spec.syncPolicy?.syncOptions
        ? { syncOptions: spec.syncPolicy.syncOptions }
        : {}),
    },
    initiatedBy: by.initiatedBy,
    retry:
      spec.syncPolicy?.retry ?? (by.initiatedBy.automated ? { limit: 5 } : {}),
  };
}

function textRecord(values: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, String(value)]),
  );
}
