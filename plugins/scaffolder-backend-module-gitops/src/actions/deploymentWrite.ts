import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  baseKustomization,
  isKustomization,
  overlayKustomization,
  withResource,
} from '../manifests/kustomization';
import { helmValues } from '../manifests/helmValues';
import { toYaml } from '../manifests/toYaml';
import {
  deploymentOf,
  serviceOf,
  usualResources,
  Workload,
} from '../manifests/workload';
import {
  checkForm,
  checkLabels,
  checkResources,
  checkVariables,
} from '../names/kubernetes';
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
        runAsNonRoot: inputs.runAsNonRoot,
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
      checkForm('image', input.image, 'input.image');
      checkForm('tag', tag, 'input.tag');
      checkForm('name', input.secretName, 'input.secretName');
      checkLabels(input.labels, 'input.labels');
      checkVariables(input.env, 'input.env');
      checkResources(input.resources, 'input.resources');
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
        runAsNonRoot: input.runAsNonRoot ?? true,
      };
      const layout = { ...usualLayout, ...input.paths };
      const written: string[] = [];
      const add = async (path: string, text: string) => {
        await draft.add(path, text);
        written.push(path);
      };
      const base = pathOf(layout.base, { service });
      // By the repository: what is in the folder of the task may be half of what was written before a crash
      const isNew = (await draft.listBefore(base)).length === 0;
      if (style === 'kustomize' && isNew) {
        await add(`${base}/deployment.yaml`, toYaml(deploymentOf(workload)));
        await add(`${base}/service.yaml`, toYaml(serviceOf(workload)));
        const path = `${base}/kustomization.yaml`;
        await add(path, baseWith(await draft.read(path), path));
      }
      for (const environment of environments) {
        const replicas = input.replicas?.[environment];
        const values = { service, environment };
        if (style === 'helm') {
          const path = pathOf(input.valuesPath ?? USUAL_VALUES, values);
          await add(
            path,
            helmValues(workload, { service, environment, tag, replicas }),
          );
          continue;
        }
        const overlay = pathOf(layout.overlay, values);
        if ((await draft.listBefore(overlay)).some(isKustomization))
          throw new ConflictError(
            `${service} is in ${environment} already: ${overlay} exists in the repository`,
          );
        await add(
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
      ctx.logger.info(`Wrote ${written.join(', ')}`);
      ctx.output('files', written);
    },
  });
}

/** With what other steps of the task have had it deploy already. */
function baseWith(own: string | undefined, file: string): string {
  const resources = ['deployment.yaml', 'service.yaml'];
  if (own === undefined) return baseKustomization(resources);
  return resources.reduce((text, one) => withResource(text, file, one), own);
}
