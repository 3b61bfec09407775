import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { applicationOf } from '../manifests/application';
import { addResource } from '../draft/addResource';
import { checkManifest } from '../manifests/schemas';
import { toYaml } from '../manifests/toYaml';
import { checkForm } from '../names/kubernetes';
import { fill, pathOf, usualLayout } from '../names/layout';
import { checkEnvironments, checkServiceName } from '../names/serviceName';
import type { ActionOptions } from './ActionOptions';
import { examples } from './appOfAppsAdd.examples';
import { files, inputs } from './inputs';
import { openDraft } from './openDraft';
import { refuseSameNamed } from './refuseSameNamed';

const USUAL_PATH = 'environments/{environment}/{service}.yaml';

/** Adds an Application of the service to the group of each environment. */
export function appOfAppsAdd(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:app-of-apps:add',
    description:
      'Adds a child Application for a service to the App of Apps of each environment',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        service: inputs.service,
        environments: inputs.environments,
        project: z => z.string({ description: 'The AppProject' }),
        path: z =>
          z
            .string({
              description: `Of the Application. Default: ${USUAL_PATH}`,
            })
            .optional(),
        source: z =>
          z
            .string({
              description: `Folder of the manifests. Default: ${usualLayout.overlay}`,
            })
            .optional(),
        valueFiles: z =>
          z
            .array(z.string(), {
              description: 'Of a chart, as seen from its folder',
            })
            .optional(),
        destination: z =>
          z
            .object({
              server: z.string().optional(),
              name: z.string().optional(),
              namespace: z.string().optional(),
            })
            .describe(
              'Default: the cluster of Argo CD, the namespace {service}-{environment}',
            )
            .optional(),
        annotations: z =>
          z
            .record(z.record(z.string()))
            .describe('Of the Application, by environment')
            .optional(),
        namespace: z =>
          z
            .string({ description: 'Of the Application. Default: argocd' })
            .optional(),
        repository: inputs.repository,
        branch: inputs.branch,
        targetPath: inputs.targetPath,
      },
      output: {
        files,
        applications: z => z.array(z.string(), { description: 'Their names' }),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const { service, environments, destination = {} } = input;
      checkEnvironments(environments);
      checkServiceName(service, environments);
      checkForm('name', input.project, 'input.project');
      checkForm('name', input.namespace, 'input.namespace');
      const draft = await openDraft(options, ctx);
      if (!draft.base || input.repository === undefined)
        throw new InputError(
          'repository is missing: an Application names where its manifests are',
        );
      const template = input.path ?? USUAL_PATH;
      await refuseSameNamed(draft, service, environments, template);
      const written: string[] = [];
      for (const environment of environments) {
        const values = { service, environment };
        const path = pathOf(template, values);
        const { server, name, namespace } = destination;
        const application = applicationOf({
          name: `${service}-${environment}`,
          namespace: input.namespace ?? 'argocd',
          project: input.project,
          service,
          environment,
          repository: input.repository,
          branch: draft.base.branch,
          path: pathOf(input.source ?? usualLayout.overlay, values),
          valueFiles: input.valueFiles?.map(file => fill(file, values)),
          destination: {
            ...(name
              ? { name: fill(name, values) }
              : { server: server ?? 'https://kubernetes.default.svc' }),
            namespace: fill(namespace ?? '{service}-{environment}', values),
          },
          annotations: input.annotations?.[environment],
        });
        checkManifest(JSON.parse(JSON.stringify(application)), path);
        await addResource(draft, path, toYaml(application), {
          isPlainFolder: true,
        });
        written.push(path);
      }
      ctx.logger.info(`Wrote ${written.join(', ')}`);
      ctx.output('files', written);
      ctx.output(
        'applications',
        environments.map(environment => `${service}-${environment}`),
      );
    },
  });
}
