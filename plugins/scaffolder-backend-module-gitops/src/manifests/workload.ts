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
  /** Settings that are no secrets */
  env: Readonly<Record<string, string>>;
  labels: Readonly<Record<string, string>>;
  runAsNonRoot: boolean;
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

export function deploymentOf(workload: Workload) {
  const { service, labels, probes } = workload;
  const own = { [NAME_LABEL]: service };
  const probe = (path: string) => ({ httpGet: { path, port: 'http' } });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: service, labels: { ...labels, ...own } },
    spec: {
      selector: { matchLabels: own },
      template: {
        metadata: { labels: { ...labels, ...own } },
        spec: {
          automountServiceAccountToken: false,
          securityContext: podSecurity(workload),
          containers: [
            {
              name: 'app',
              image: workload.image,
              ports: [{ name: 'http', containerPort: workload.port }],
              ...environmentOf(workload),
              // A slow start is no reason to be ended
              startupProbe: {
                ...probe(probes.liveness),
                periodSeconds: 2,
                failureThreshold: 30,
              },
              readinessProbe: { ...probe(probes.readiness), periodSeconds: 5 },
              livenessProbe: { ...probe(probes.liveness), periodSeconds: 10 },
              resources: workload.resources,
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
              },
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

/** Of a Pod. */
export function podSecurity({ runAsNonRoot }: Pick<Workload, 'runAsNonRoot'>) {
  return {
    ...(runAsNonRoot && { runAsNonRoot }),
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Of a container: settings as they are, secrets by the name of their Secret. */
export function environmentOf({
  env,
  secretName,
}: Pick<Workload, 'env' | 'secretName'>) {
  const settings = Object.entries(env).map(([name, value]) => ({
    name,
    value,
  }));
  return {
    ...(settings.length > 0 && { env: settings }),
    ...(secretName && { envFrom: [{ secretRef: { name: secretName } }] }),
  };
}
