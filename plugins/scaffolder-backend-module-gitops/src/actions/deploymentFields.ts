import { componentFields } from './componentFields';
import { example } from './example';
import {
  byEnvironment,
  integer,
  object,
  oneOf,
  optional,
  optionalString,
  record,
  string,
} from './fields';
import { inputs, resources } from './inputs';

export const DEFAULT_VALUES = 'apps/{service}/values-{environment}.yaml';

export const inputFields = {
  environments: inputs.environments,
  image: inputs.image,
  tag: string('First version in every environment'),
  style: optional(oneOf(['kustomize', 'helm'], 'Default: `kustomize`')),
  port: optional(
    integer('Port of the container (default: 8080)', {
      min: 1,
      max: 65535,
    }),
  ),
  probes: optional(
    object(
      { readiness: string(), liveness: string() },
      'Paths of the probes (default: `/readyz` and `/livez`)',
    ),
  ),
  resources: optional(
    byEnvironment(
      object(resources),
      'For all environments, or by environment (default: 50m of CPU and 128Mi of memory, at most 256Mi)',
    ),
  ),
  imagePullSecrets: inputs.imagePullSecrets,
  writable: inputs.writable,
  replicas: optional(
    record(
      integer('Number of Pods', { min: 0 }),
      'Number of Pods, by environment',
    ),
  ),
  env: optional(
    record(
      byEnvironment(string()),
      'Settings of the container, without secrets. An object gives the value of each environment, and environments without a value do not have the setting: `LOG_LEVEL: {dev: debug, production: warn}`',
    ),
  ),
  labels: optional(record(string(), 'More labels of the workload')),
  secretName: optionalString(
    'Secret of an ExternalSecret, whose keys become variables of the container',
  ),
  identity: optional(
    record(
      string(),
      'Annotations of its ServiceAccount by which a cloud recognises it, such as `eks.amazonaws.com/role-arn`; {service} and {environment} are filled in',
    ),
  ),
  ...componentFields,
  runAsNonRoot: inputs.runAsNonRoot,
  paths: inputs.paths,
  goldenPath: inputs.goldenPath,
  chartValues: optional(
    record(
      z => z.any(),
      'Fields of the Helm values that the chart has beside those that are written, or in their place',
    ),
  ),
  valuesPath: optionalString(
    `File of Helm values (default: \`${DEFAULT_VALUES}\`)`,
  ),
};
export const examples = [
  example('A base and overlays for two environments', {
    action: 'gitops:deployment:write',
    input: {
      service: 'payments',
      environments: ['dev', 'production'],
      image: 'registry.example.com/payments',
      tag: '0.1.0',
      secretName: 'payments-secrets',
      replicas: { production: 2 },
      env: {
        REGION: 'eu',
        LOG_LEVEL: { dev: 'debug', production: 'warn' },
      },
    },
  }),
  example('What a service that people call from outside has beside it', {
    action: 'gitops:deployment:write',
    input: {
      service: 'shop',
      environments: ['dev', 'production'],
      image: 'registry.example.com/shop',
      tag: '0.1.0',
      networkPolicy: { namespaces: ['ingress-nginx', 'monitoring'] },
      autoscaling: { production: { min: 2, max: 6 } },
      route: {
        kind: 'ingress',
        host: { dev: 'shop.dev.example.com', production: 'shop.example.com' },
        tlsSecret: '{service}-tls',
      },
      monitoring: { labels: { release: 'prometheus' } },
    },
  }),
  example('Helm values, where all services share a chart', {
    action: 'gitops:deployment:write',
    input: {
      service: 'payments',
      environments: ['dev'],
      image: 'registry.example.com/payments',
      tag: '0.1.0',
      style: 'helm',
      valuesPath: 'values/{environment}/{service}.yaml',
    },
  }),
];
