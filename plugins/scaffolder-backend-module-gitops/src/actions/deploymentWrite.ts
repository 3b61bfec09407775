import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  baseKustomization,
  overlayKustomization,
} from '../manifests/kustomization';
import { helmValues } from '../manifests/helmValues';
import { toYaml } from '../manifests/toYaml';
import {
  deploymentOf,
  serviceOf,
  usualResources,
  Workload,
} from '../manifests/workload';
import { pathOf, usualLayout } from '../names/layout';
import { checkEnvironments, checkServiceName } from '../names/serviceName';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { examples } from './deploymentWrite.examples';
import { files, inputs } from './inputs';
import { openDraft } from './openDraft';

const USUAL_VALUES = 'apps/{service}/values-{environment}.yaml';

/** Writes what a service needs to run: a base and an overlay for each environment, or a file of Helm values for each. */
export function deploymentWrite(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:deployment:write',
    description:
      'Writes the manifests of a service: a Kustomize base and an overlay for each environment, or a file of Helm values for each',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        service: inputs.service,
        environments: inputs.environments,
        image: z => z.string({ description: 'The image, without its tag' }),
        tag: z =>
          z.string({
            description: 'The version that every environment begins with',
          }),
        style: z =>
          z
            .enum(['kustomize', 'helm'], { description: 'Default: kustomize' })
            .optional(),
        port: z =>
          z
            .number({
              description: 'Where the container listens. Default: 8080',
            })
            .int()
            .min(1)
            .max(65535)
            .optional(),
        probes: z =>
          z
            .object({ readiness: z.string(), liveness: z.string() })
            .describe('Paths. Default: /readyz and /livez')
            .optional(),
        resources: z =>
          z
            .object({
              requests: z.object({ cpu: z.string(), memory: z.string() }),
              limits: z.object({
                cpu: z.string().optional(),
                memory: z.string(),
              }),
            })
            .describe('Default: 50m of CPU and 128Mi of memory, 256Mi at most')
            .optional(),
        replicas: z =>
          z
            .record(z.number().int().min(0))
            .describe('How many Pods run, by environment')
            .optional(),
        env: z =>
          z
            .record(z.string())
            .describe('Settings of the container that are no secrets')
            .optional(),
        labels: z => z.record(z.string()).optional(),
        secretName: z =>
          z
            .string({
              description:
                'The Secret that an ExternalSecret makes, whose keys the container has in its environment',
            })
            .optional(),
        repository: inputs.repository,
        branch: inputs.branch,
        targetPath: inputs.targetPath,
        paths: inputs.paths,
        valuesPath: z =>
          z
            .string({ description: `Of Helm values. Default: ${USUAL_VALUES}` })
            .optional(),
      },
      output: { files },
    },
    async handler(ctx) {
      const { input } = ctx;
      const { service, environments, style = 'kustomize', tag } = input;
      checkEnvironments(environments);
      checkServiceName(service, environments);
      await refuseSecretsInValues(input.env, 'input.env');
      const draft = await openDraft(options, ctx);
      const workload: Workload = {
        service,
        image: input.image,
        port: input.port ?? 8080,
        probes: input.probes ?? { readiness: '/readyz', liveness: '/livez' },
        resources: input.resources ?? usualResources,
        secretName: input.secretName || undefined,
        env: input.env ?? {},
        labels: input.labels ?? {},
      };
      const layout = { ...usualLayout, ...input.paths };
      const all = new Map<string, string>();
      const base = pathOf(layout.base, { service });
      const isNew = (await draft.list(base)).length === 0;
      if (style === 'kustomize' && isNew) {
        all.set(`${base}/deployment.yaml`, toYaml(deploymentOf(workload)));
        all.set(`${base}/service.yaml`, toYaml(serviceOf(workload)));
        all.set(
          `${base}/kustomization.yaml`,
          baseKustomization(['deployment.yaml', 'service.yaml']),
        );
      }
      for (const environment of environments) {
        const replicas = input.replicas?.[environment];
        const values = { service, environment };
        if (style === 'helm') {
          const path = pathOf(input.valuesPath ?? USUAL_VALUES, values);
          all.set(
            path,
            helmValues(workload, { service, environment, tag, replicas }),
          );
          continue;
        }
        const overlay = pathOf(layout.overlay, values);
        if (
          (await draft.readBefore(`${overlay}/kustomization.yaml`)) !==
          undefined
        )
          throw new ConflictError(
            `${service} is in ${environment} already: ${overlay} exists in the repository`,
          );
        all.set(
          `${overlay}/kustomization.yaml`,
          overlayKustomization({
            service,
            environment,
            base,
            overlay,
            image: workload.image,
            tag,
            replicas,
          }),
        );
      }
      for (const [path, text] of all) await draft.add(path, text);
      ctx.logger.info(`Wrote ${[...all.keys()].join(', ')}`);
      ctx.output('files', [...all.keys()]);
    },
  });
}
