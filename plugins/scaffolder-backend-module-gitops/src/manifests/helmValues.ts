import { toYaml } from './toYaml';
import type { Workload } from './workload';

/**
 * Values of one environment, for a chart that all services share. `image.repository` and
 * `image.tag` are where promotions look for the version.
 */
export function helmValues(
  { image, port, probes, resources, secretName, env, labels }: Workload,
  options: {
    service: string;
    environment: string;
    tag: string;
    replicas?: number;
    /** What a chart has beside these, or in their place */
    more?: Readonly<Record<string, unknown>>;
  },
): string {
  const { service, environment, tag, replicas } = options;
  return toYaml(
    {
      nameOverride: service,
      image: { repository: image, tag },
      replicaCount: replicas,
      podLabels: Object.keys(labels).length > 0 ? labels : undefined,
      service: { port },
      livenessProbe: { httpGet: { path: probes.liveness, port: 'http' } },
      readinessProbe: { httpGet: { path: probes.readiness, port: 'http' } },
      resources,
      env: Object.keys(env).length > 0 ? env : undefined,
      envFromSecret: secretName,
      ...options.more,
    },
    `${service} in ${environment}`,
  );
}
