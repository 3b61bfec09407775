import { folderOf, nameOf, Place } from './places';
import { imageOf, workloadOf } from './workloads';

/** What Git wants of one Application. */
export interface Desired {
  readonly version: string;
  readonly replicas: number;
  readonly failure?: Failure;
  /** Argo CD waits until somebody syncs it */
  readonly isManual?: boolean;
}

/**
 * How a deployment goes wrong. Only a Deployment can be paused; the image of a run is always there.
 */
export const failureKinds = [
  'crash',
  'image',
  'slow',
  'migration',
  'secret',
  'paused',
  'broken',
] as const;
export type Failure = (typeof failureKinds)[number];

/**
 * An Application as somebody applies it by hand: it prunes, and syncs by itself unless told
 * otherwise.
 */
export function applicationManifest(
  place: Place,
  { isManual }: Desired,
  repoURL: string,
): string {
  const { service, environment } = place;
  return JSON.stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: nameOf(place),
      namespace: 'argocd',
      labels: { 'app.kubernetes.io/name': service, environment },
    },
    spec: {
      project: 'default',
      source: { repoURL, targetRevision: 'main', path: folderOf(place) },
      destination: {
        server: 'https://kubernetes.default.svc',
        namespace: nameOf(place),
      },
      syncPolicy: { automated: { prune: true, enabled: !isManual } },
    },
  });
}

/** Sync windows that never allow it in the hours that a history lasts. */
const shutWindows = {
  deny: { kind: 'deny', schedule: '0 6 * * *', duration: '12h' },
  allow: { kind: 'allow', schedule: '0 23 * * *', duration: '1h' },
};
export const windowKinds = ['none', 'deny', 'allow'] as const;
export type WindowKind = (typeof windowKinds)[number];

/** The project of all Applications, with a sync window or without any. */
export function projectManifest(kind: WindowKind): string {
  const windows =
    kind === 'none' ? [] : [{ ...shutWindows[kind], applications: ['*'] }];
  return JSON.stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'default', namespace: 'argocd' },
    spec: {
      sourceRepos: ['*'],
      destinations: [{ server: '*', namespace: '*' }],
      syncWindows: windows,
    },
  });
}

/** A secret from its store, a migration and a workload, in the waves of the golden path. */
export function manifestsOf(place: Place, desired: Desired): string {
  const { service, environment } = place;
  const { version, failure } = desired;
  if (failure === 'broken') return 'kind: [';
  const image = imageOf(service, version);
  const wave = (number: number) => ({
    'argocd.argoproj.io/sync-wave': String(number),
  });
  return [
    {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: service, annotations: wave(-2) },
      spec: {
        data: [
          {
            secretKey: 'TOKEN',
            remoteRef: {
              key: `${environment}/${service}${
                failure === 'secret' ? '-missing' : ''
              }`,
              property: 'TOKEN',
            },
          },
        ],
      },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: `${service}-migrate`,
        annotations: {
          ...wave(-1),
          'argocd.argoproj.io/hook': 'Sync',
          'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
        },
      },
      spec: {
        template: {
          metadata: {
            labels: failure === 'migration' ? { 'lab-fail': 'true' } : {},
          },
          spec: { containers: [{ name: 'migrate', image }] },
        },
      },
    },
    workloadOf(place, desired),
  ]
    .map(manifest => JSON.stringify(manifest))
    .join('\n---\n');
}
