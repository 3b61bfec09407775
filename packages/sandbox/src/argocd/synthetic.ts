import { toTimestamp } from '../Clock';
import { Application, ApplicationSpec } from './Application';
import { numberOf, uidOf } from './ids';

const allEnvironments = ['dev', 'test', 'staging', 'preprod', 'production'];
/** The sidecar of a service mesh. */
export const SIDECAR_IMAGE = 'registry.example.com/mesh/proxy:1.27.1';
const repoURL = 'https://git.example.com/platform/gitops.git';

/** Parts that all synthetic Applications have in common: 10,000 of them share one object. */
const syncPolicy: ApplicationSpec['syncPolicy'] = {
  automated: { prune: true, selfHeal: true },
  syncOptions: ['CreateNamespace=true'],
  retry: {
    limit: 3,
    backoff: { duration: '5s', factor: 2, maxDuration: '1m' },
  },
};

/**
 * The Application of that number, from 0: `svc-0001-dev`, `svc-0001-test`, … with no repository
 * behind it, for sizes that a simulation from Git would take too long to reach.
 */
export function syntheticApplication(
  index: number,
  options: { now: number; environments?: readonly string[] },
): Application {
  const { now, environments = allEnvironments } = options;
  const service = `svc-${String(
    Math.floor(index / environments.length) + 1,
  ).padStart(4, '0')}`;
  const environment = environments[index % environments.length];
  const name = `${service}-${environment}`;
  const project =
    Math.floor(index / environments.length) % 2 === 0 ? 'team-a' : 'team-b';
  const version = `1.${9 - allEnvironments.indexOf(environment)}.${numberOf(
    service,
    20,
  )}`;
  const deployed = now - 3600_000 * (1 + numberOf(name, 700));
  const revision = uidOf(`${Math.floor(deployed / 86_400_000)}`)
    .replace(/-/g, '')
    .padEnd(40, '0');
  const source = {
    repoURL,
    path: `apps/${service}/envs/${environment}`,
    targetRevision: 'main',
  };
  const destination = {
    server: 'https://kubernetes.default.svc',
    namespace: name,
  };
  const at = (ms: number) => toTimestamp(deployed + ms);
  return {
    metadata: {
      name,
      namespace: 'argocd',
      uid: uidOf(`Application/${name}`),
      resourceVersion: '',
      generation: 0,
      creationTimestamp: toTimestamp(now - 90 * 86_400_000),
      labels: { 'app.kubernetes.io/name': service, environment },
    },
    spec: { source, destination, project, syncPolicy },
    status: {
      resources: [
        {
          group: 'apps',
          version: 'v1',
          kind: 'Deployment',
          namespace: name,
          name: service,
          status: 'Synced',
          health: { status: 'Healthy' },
        },
      ],
      sync: { status: 'Synced', revision },
      health: { status: 'Healthy', lastTransitionTime: at(9000) },
      history: [
        {
          revision,
          deployedAt: at(8000),
          id: 0,
          source,
          deployStartedAt: at(0),
          initiatedBy: { automated: true },
        },
      ],
      reconciledAt: at(9000),
      operationState: {
        operation: {
          sync: { revision, prune: true, source },
          initiatedBy: { automated: true },
          retry: { limit: 3 },
        },
        phase: 'Succeeded',
        message: 'successfully synced (all tasks run)',
        startedAt: at(0),
        finishedAt: at(8000),
      },
      sourceType: 'Kustomize',
      summary: {
        images: [SIDECAR_IMAGE, `registry.example.com/${service}:${version}`],
      },
      resourceHealthSource: 'appTree',
      controllerNamespace: 'argocd',
      sourceHydrator: {},
    },
  };
}

/** True for the Applications made here. */
export function isSynthetic(application: Application): boolean {
  return /^svc-\d{4,}-/.test(application.metadata.name);
}
