import { ConflictError } from '@backstage/errors';
import { inParallel } from 'backstage-plugin-gitops-node';
import {
  baseKustomization,
  isKustomization,
  overlayKustomization,
  withResource,
} from '../manifests/kustomization';
import { helmValues } from '../manifests/helmValues';
import { toYaml } from '../manifests/toYaml';
import {
  defaultResources,
  deploymentOf,
  serviceOf,
  Workload,
} from '../manifests/workload';
import {
  checkForm,
  checkLabels,
  checkResources,
  checkVariables,
} from '../names/kubernetes';
import { defaultLayout, pathOf } from '../names/layout';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { example } from './example';
import {
  integer,
  object,
  oneOf,
  optional,
  optionalString,
  record,
  string,
} from './fields';
import { inputs } from './inputs';
import { writer } from './writer';

const DEFAULT_VALUES = 'apps/{service}/values-{environment}.yaml';

const inputFields = {
  environments: inputs.environments,
  image: inputs.image,
  tag: string('Version that every environment begins with'),
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
    object(
      {
        requests: object({ cpu: string(), memory: string() }),
        limits: object({ cpu: optionalString(), memory: string() }),
      },
      'Default: 50m of CPU and 128Mi of memory, at most 256Mi',
    ),
  ),
  replicas: optional(
    record(
      integer('Number of Pods', { min: 0 }),
      'Number of Pods, by environment',
    ),
  ),
  env: optional(
    record(string(), 'Settings of the container that are no secret'),
  ),
  labels: optional(record(string(), 'More labels of the workload')),
  secretName: optionalString(
    'Secret that an ExternalSecret makes, whose keys become variables of the container',
  ),
  runAsNonRoot: inputs.runAsNonRoot,
  paths: inputs.paths,
  valuesPath: optionalString(
    `File of Helm values (default: \`${DEFAULT_VALUES}\`)`,
  ),
};
const examples = [
  example('A base and overlays for two environments', {
    action: 'gitops:deployment:write',
    input: {
      service: 'payments',
      environments: ['dev', 'production'],
      image: 'registry.example.com/payments',
      tag: '0.1.0',
      secretName: 'payments-secrets',
      replicas: { production: 2 },
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

/** Writes a base and an overlay for each environment, or a file of Helm values for each. */
export function deploymentWrite(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:deployment:write',
    description:
      'Writes the manifests of a service: a Kustomize base and an overlay for each environment, or a file of Helm values for each',
    examples,
    input: inputFields,
    async check(input) {
      await refuseSecretsInValues(input.env, 'input.env');
      checkForm('image', input.image, 'input.image');
      checkForm('tag', input.tag, 'input.tag');
      checkForm('name', input.secretName, 'input.secretName');
      checkLabels(input.labels, 'input.labels');
      checkVariables(input.env, 'input.env');
      checkResources(input.resources, 'input.resources');
    },
    async write({ input, service, environments, draft }) {
      const { image, tag } = input;
      const workload: Workload = {
        service,
        image,
        port: input.port ?? 8080,
        probes: input.probes ?? { readiness: '/readyz', liveness: '/livez' },
        resources: input.resources ?? defaultResources,
        secretName: input.secretName || undefined,
        env: input.env ?? {},
        labels: input.labels ?? {},
        runAsNonRoot: input.runAsNonRoot ?? true,
      };
      if (input.style === 'helm') {
        await draft.addAll(
          environments.map(environment => {
            const values = { service, environment };
            const replicas = input.replicas?.[environment];
            return [
              pathOf(input.valuesPath ?? DEFAULT_VALUES, values),
              helmValues(workload, { ...values, tag, replicas }),
            ];
          }),
        );
        return {};
      }
      const layout = { ...defaultLayout, ...input.paths };
      const base = pathOf(layout.base, { service });
      // What the task's folder has may be half of what was written before a crash
      const isNew = (await draft.listBefore(base)).length === 0;
      const kustomization = `${base}/kustomization.yaml`;
      const written = isNew ? await draft.read(kustomization) : undefined;
      const ofBase: [string, string][] = [
        [`${base}/deployment.yaml`, toYaml(deploymentOf(workload))],
        [`${base}/service.yaml`, toYaml(serviceOf(workload))],
        [kustomization, baseWith(written, kustomization)],
      ];
      const overlays = await inParallel(
        environments,
        async (environment): Promise<[string, string]> => {
          const overlay = pathOf(layout.overlay, { service, environment });
          if ((await draft.listBefore(overlay)).some(isKustomization))
            throw new ConflictError(
              `${service} is in ${environment} already: ${overlay} exists in the repository`,
            );
          const replicas = input.replicas?.[environment];
          const place = { service, environment, base, overlay };
          return [
            `${overlay}/kustomization.yaml`,
            overlayKustomization({ ...place, image, tag, replicas }),
          ];
        },
      );
      await draft.addAll([...(isNew ? ofBase : []), ...overlays]);
      return {};
    },
  });
}

/** With what earlier steps of the task have had it deploy. */
function baseWith(written: string | undefined, file: string): string {
  const resources = ['deployment.yaml', 'service.yaml'];
  if (written === undefined) return baseKustomization(resources);
  return resources.reduce(
    (before, one) => withResource(before, file, one),
    written,
  );
}
