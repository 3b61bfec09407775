import { containerOf, environmentOf, podOf } from './pod';
import { waveAnnotation, waves } from './waves';

/** What a service needs to run. */
export interface Workload {
  service: string;
  /** Without tag */
  image: string;
  port: number;
  probes: { readiness: string; liveness: string };
  resources: Resources;
  /** The Kubernetes Secret that its environment comes from, made by an ExternalSecret */
  secretName?: string;
  /** Settings, without secrets */
  env: Readonly<Record<string, string>>;
  labels: Readonly<Record<string, string>>;
  runAsNonRoot: boolean;
  /** Secrets with which its image is pulled */
  pullSecrets: readonly string[];
  /** Folders that it may write to: all others are read-only. Absent where it may write everywhere */
  writable?: readonly string[];
}

export interface Resources {
  requests: { cpu: string; memory: string };
  limits: { cpu?: string; memory: string };
}

export const defaultResources: Resources = {
  requests: { cpu: '50m', memory: '128Mi' },
  limits: { memory: '256Mi' },
};

/** The label that the portal finds a service's Applications and workloads by. */
export const NAME_LABEL = 'app.kubernetes.io/name';

/** How long load balancers may still send requests to a Pod that is about to stop. */
const DRAIN_SECONDS = 5;
const REVISIONS_KEPT = 5;

export function deploymentOf(workload: Workload) {
  const { service, labels, probes, secretName } = workload;
  const own = { [NAME_LABEL]: service };
  const probe = (path: string) => ({ httpGet: { path, port: 'http' } });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: service,
      labels: { ...labels, ...own },
      // Pods use a rotated secret only after a restart, which Reloader does
      ...(secretName && {
        annotations: { 'secret.reloader.stakater.com/reload': secretName },
      }),
    },
    spec: {
      revisionHistoryLimit: REVISIONS_KEPT,
      selector: { matchLabels: own },
      template: {
        metadata: { labels: { ...labels, ...own } },
        spec: {
          serviceAccountName: service,
          ...podOf(workload),
          topologySpreadConstraints: [
            'topology.kubernetes.io/zone',
            'kubernetes.io/hostname',
          ].map(topologyKey => ({
            maxSkew: 1,
            topologyKey,
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: own },
          })),
          containers: [
            {
              name: 'app',
              image: workload.image,
              ports: [{ name: 'http', containerPort: workload.port }],
              ...environmentOf(workload),
              // A slow start has a minute
              startupProbe: {
                ...probe(probes.liveness),
                periodSeconds: 2,
                failureThreshold: 30,
              },
              readinessProbe: { ...probe(probes.readiness), periodSeconds: 5 },
              livenessProbe: { ...probe(probes.liveness), periodSeconds: 10 },
              // Requests still come after Kubernetes has asked it to stop
              lifecycle: { preStop: { sleep: { seconds: DRAIN_SECONDS } } },
              resources: workload.resources,
              ...containerOf(workload),
            },
          ],
        },
      },
    },
  };
}

export function serviceOf({ service, labels }: Workload) {
  const own = { [NAME_LABEL]: service };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: service, labels: { ...labels, ...own } },
    spec: {
      selector: own,
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    },
  };
}

/** File of the ServiceAccount in the base. If it exists, the migration uses that account. */
export const SERVICE_ACCOUNT = 'service-account.yaml';

/** Whose rights its Pods have: those that a cloud gives to it, and none in the cluster. */
export function serviceAccountOf({
  service,
  labels,
}: Pick<Workload, 'service' | 'labels'>) {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: service,
      labels: { ...labels, [NAME_LABEL]: service },
      // Before the migration, which runs as it too
      annotations: waveAnnotation(waves.serviceAccount),
    },
    automountServiceAccountToken: false,
  };
}

/** Nodes are drained one Pod at a time; a Pod that is not healthy does not block that. */
export function disruptionBudgetOf({
  service,
  labels,
}: Pick<Workload, 'service' | 'labels'>) {
  const own = { [NAME_LABEL]: service };
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: service, labels: { ...labels, ...own } },
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: own },
    },
  };
}
