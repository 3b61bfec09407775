/** What Git wants of one Application. */
export interface Desired {
  readonly version: string;
  readonly replicas: number;
  readonly failure?: Failure;
}

/** How a deployment goes wrong. */
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

export interface Place {
  readonly service: string;
  readonly environment: string;
}

export const nameOf = ({ service, environment }: Place) =>
  `${service}-${environment}`;
export const deploymentKey = (place: Place) =>
  `apps/Deployment/${nameOf(place)}/${place.service}`;

/** An Application as somebody applies it by hand: it syncs by itself and prunes. */
export function applicationManifest(place: Place, repoURL: string): string {
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
      syncPolicy: { automated: { prune: true } },
    },
  });
}

export function folderOf({ service, environment }: Place): string {
  return `apps/${service}/${environment}`;
}

/** A secret from its store, a migration and a workload, in the waves of the golden path. */
export function manifestsOf(place: Place, desired: Desired): string {
  const { service, environment } = place;
  const { version, replicas, failure } = desired;
  if (failure === 'broken') return 'kind: [';
  const image = `registry.example.com/${service}:${version}`;
  const wave = (number: number) => ({
    'argocd.argoproj.io/sync-wave': String(number),
  });
  const labels = { 'app.kubernetes.io/name': service };
  const asked = failure && { [`lab-${failure}`]: 'true' };
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
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: service, labels },
      spec: {
        replicas,
        ...(failure === 'paused' ? { paused: true } : {}),
        selector: { matchLabels: labels },
        template: {
          metadata: { labels: { ...labels, ...asked } },
          spec: { containers: [{ name: 'app', image }] },
        },
      },
    },
  ]
    .map(manifest => JSON.stringify(manifest))
    .join('\n---\n');
}
