import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  imageUpdaterAnnotations,
  imageUpdaterOf,
  updateStrategies,
} from '../manifests/imageUpdater';
import { addResource } from '../draft/addResource';
import { checkManifest } from '../manifests/schemas';
import { toYaml } from '../manifests/toYaml';
import { checkForm } from '../names/kubernetes';
import { pathOf } from '../names/layout';
import { checkEnvironments, checkServiceName } from '../names/serviceName';
import type { ActionOptions } from './ActionOptions';
import { examples } from './imageUpdaterWrite.examples';
import { files, inputs } from './inputs';
import { openDraft } from './openDraft';

const USUAL_PATH = 'environments/{environment}/{service}-image-updater.yaml';

/** Has Argo CD Image Updater commit each new image, for the environments that are updated so. */
export function imageUpdaterWrite(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:image-updater:write',
    description:
      'Writes an ImageUpdater for a service, or gives the annotations that say the same, so that each build is committed to the manifests of an environment',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        service: inputs.service,
        environments: inputs.environments,
        image: z => z.string({ description: 'The image, without its tag' }),
        style: z =>
          z
            .enum(['resource', 'annotations'], {
              description:
                'An ImageUpdater resource (Image Updater 1.0 and later; default), or annotations for the Application, which are only given out',
            })
            .optional(),
        strategy: z =>
          z
            .enum(updateStrategies, { description: 'Default: semver' })
            .optional(),
        allowTags: z =>
          z.string({ description: 'Of which tags: `regexp:^1\\.`' }).optional(),
        method: z =>
          z
            .string({
              description:
                'How it writes: `git` (default) or `git:secret:<namespace>/<secret>`, the name of where its credentials are',
            })
            .optional(),
        valuesFile: z =>
          z
            .string({
              description:
                'A file of Helm values to write to. Default: the kustomization of the Application',
            })
            .optional(),
        path: z =>
          z
            .string({ description: `Of the resource. Default: ${USUAL_PATH}` })
            .optional(),
        namespace: z =>
          z
            .string({ description: 'Of the resource. Default: argocd' })
            .optional(),
        repository: inputs.repository,
        branch: inputs.branch,
        targetPath: inputs.targetPath,
      },
      output: {
        files,
        annotations: z =>
          z.record(z.record(z.string())).describe('Of each environment'),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const { service, environments, method = 'git' } = input;
      checkEnvironments(environments);
      checkServiceName(service, environments);
      if (!/^git(:secret:[a-z0-9-]+\/[a-z0-9.-]+)?$/.test(method))
        throw new InputError(
          'method is `git`, or `git:secret:<namespace>/<secret>`: what Image Updater writes past Git, an ApplicationSet takes back',
        );
      checkForm('image', input.image, 'input.image');
      checkForm('name', input.namespace, 'input.namespace');
      const draft = await openDraft(options, ctx);
      if (!draft.base)
        throw new InputError(
          'repository is missing: Image Updater has to be told where to write',
        );
      const written: string[] = [];
      const annotations: Record<string, Record<string, string>> = {};
      for (const environment of environments) {
        const values = { service, environment };
        const update = {
          image: input.image,
          strategy: input.strategy ?? 'semver',
          allowTags: input.allowTags,
          writeTo: input.valuesFile
            ? ({
                kind: 'helmvalues',
                file: pathOf(input.valuesFile, values),
              } as const)
            : ({ kind: 'kustomization' } as const),
          repository: input.repository ?? draft.base.repository,
          branch: draft.base.branch,
          method,
        };
        annotations[environment] = imageUpdaterAnnotations(update);
        if (input.style === 'annotations') continue;
        const path = pathOf(input.path ?? USUAL_PATH, values);
        const name = `${service}-${environment}`;
        const resource = imageUpdaterOf(update, {
          name,
          namespace: input.namespace ?? 'argocd',
          application: name,
        });
        checkManifest(JSON.parse(JSON.stringify(resource)), path);
        await addResource(draft, path, toYaml(resource), {
          isPlainFolder: true,
        });
        written.push(path);
      }
      ctx.logger.info(
        written.length > 0
          ? `Wrote ${written.join(', ')}`
          : 'Gave annotations for the Applications',
      );
      ctx.output('files', written);
      ctx.output('annotations', annotations);
    },
  });
}
