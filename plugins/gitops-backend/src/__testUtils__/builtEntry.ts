import type { Application } from '../argocd/Application';
import type {
  ComparedResource,
  Diagnosis,
  OperationResource,
  Workload,
  WorkloadPod,
} from '../inventory/Diagnosis';
import type { Entry } from '../inventory/Entry';

/**
 * Parts of an entry that no recording shows, told by what a test cares about. All of them are of
 * the service orders.
 */

export function application(given: Partial<Application> = {}): Application {
  return {
    instance: 'eu-central',
    namespace: 'argocd',
    name: 'orders-production',
    labels: { 'app.kubernetes.io/name': 'orders', environment: 'production' },
    project: 'default',
    cluster: 'https://kubernetes.default.svc',
    destinationNamespace: 'orders',
    sources: [
      {
        repository: 'https://git.example.com/gitops.git',
        path: 'orders',
        targetRevision: 'main',
      },
    ],
    automated: true,
    selfHeals: true,
    prunes: true,
    sync: 'Synced',
    revision: 'b'.repeat(40),
    health: 'Healthy',
    healthSince: '2026-11-23T05:00:00Z',
    isOperationRequested: false,
    operationPhase: 'Succeeded',
    operationStartedAt: '2026-11-23T04:59:00Z',
    operationFinishedAt: '2026-11-23T04:59:30Z',
    images: ['r/orders:1.5.0'],
    externalUrls: [],
    ...given,
  };
}

export function diagnosis(given: Partial<Diagnosis> = {}): Diagnosis {
  return {
    readAt: 0,
    revisions: ['b'.repeat(40)],
    conditions: [],
    resources: [resource('apps/Deployment orders')],
    lastDeployed: ['b'.repeat(40)],
    pods: [pod('1.5.0')],
    workloads: [workload('1.5.0')],
    ...given,
  };
}

export function entry(
  given: Partial<Application> = {},
  found: Partial<Diagnosis> = {},
): Entry {
  return { application: application(given), diagnosis: diagnosis(found) };
}

/** @param version - or the whole image where it has a slash */
export function pod(
  version: string,
  health = 'Healthy',
  given: Partial<WorkloadPod> = {},
): WorkloadPod {
  return {
    name: `orders-${version}-${health}`,
    images: [imageOf(version)],
    health,
    workload: 'Deployment orders',
    ...given,
  };
}

export function workload(
  version: string,
  given: Partial<Workload> & { wanted?: Partial<Workload['inGit']> } = {},
): Workload {
  const { wanted, ...more } = given;
  const images = { images: [imageOf(version)], initImages: [] };
  return {
    group: 'apps',
    kind: 'Deployment',
    namespace: 'orders',
    name: 'orders',
    pods: 'kept',
    inGit: { ...images, replicas: 1, isReplacedOnDelete: false, ...wanted },
    inCluster: { ...images, replicas: 1, ready: 1 },
    ...more,
  };
}

/** @param of - such as `apps/Deployment orders` or `ConfigMap orders` */
export function resource(
  of: string,
  given: Partial<ComparedResource> = {},
): ComparedResource {
  return {
    ...nameIn(of),
    version: 'v1',
    sync: 'Synced',
    health: 'Healthy',
    wave: 0,
    isHook: false,
    isLeftover: false,
    ...given,
  };
}

export function applied(
  of: string,
  given: Partial<OperationResource> = {},
): OperationResource {
  return { ...nameIn(of), status: 'Synced', images: [], ...given };
}

export function operation(
  ...resources: OperationResource[]
): NonNullable<Diagnosis['operation']> {
  return {
    revisions: ['b'.repeat(40)],
    retries: 0,
    selfHealAttempts: 0,
    resources,
  };
}

function nameIn(of: string) {
  const [, group = '', kind, name] = /^(?:(\S+)\/)?(\S+) (\S+)$/.exec(of)!;
  return { group, kind, namespace: 'orders', name };
}

function imageOf(version: string): string {
  return version.includes('/') ? version : `r/orders:${version}`;
}
