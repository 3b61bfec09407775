import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { Draft } from '../draft/Draft';
import { pathOf, usualLayout } from '../names/layout';
import { checkEnvironments, checkServiceName } from '../names/serviceName';
import { promotionJob } from '../workflows/promotionJob';
import { USUAL_IMAGE_JOB, usualCiFiles, withJob } from '../workflows/withJob';
import {
  WorkflowStyle,
  workflowStyleOf,
  workflowStyles,
} from '../workflows/workflowStyle';
import type { ActionOptions } from './ActionOptions';
import { inputs } from './inputs';
import { type DraftContext, limited, openDraft } from './openDraft';
import { examples } from './promotionWorkflowWrite.examples';

const USUAL_FILE = `${usualLayout.overlay}/kustomization.yaml`;

/** Adds the job that promotes each tagged release, to the CI of the service's own repository. */
export function promotionWorkflowWrite(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:promotion-workflow:write',
    description:
      "Adds a job to a service's CI that promotes each tagged release to an environment once its image is there: for GitHub Actions, Gitea and Forgejo Actions, or GitLab CI",
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        service: inputs.service,
        environment: z =>
          z.string({ description: 'Where releases go. For example: staging' }),
        image: z => z.string({ description: 'The image, without its tag' }),
        repository: z =>
          z.string({ description: 'Address of the GitOps repository' }),
        branch: inputs.branch,
        style: z =>
          z
            .enum(workflowStyles, {
              description:
                'Whose CI runs it. Default: that of the host that sourceRepository is on',
            })
            .optional(),
        sourceRepository: z =>
          z
            .string({
              description:
                "Address of the service's own repository. The CI's file is read from it where the task has not written one",
            })
            .optional(),
        ciFile: z =>
          z
            .string({
              description: `The CI's file, from that repository's root. It has to run for tags. Default: ${Object.values(
                usualCiFiles,
              ).join(', ')}`,
            })
            .optional(),
        after: z =>
          z
            .string({
              description: `The job of the CI that pushes the image of a tag, after the tests. Default: ${USUAL_IMAGE_JOB}`,
            })
            .optional(),
        file: z =>
          z
            .string({
              description: `The kustomization to write to. Default: ${USUAL_FILE}`,
            })
            .optional(),
        tagPrefix: z =>
          z
            .string({
              description:
                'What the names of tags begin with that are releases: the rest is the version. Default: v',
            })
            .optional(),
        tokenName: z =>
          z
            .string({
              description:
                'Name of the secret or variable of the CI, which may push to the GitOps repository. Default: GITOPS_TOKEN',
            })
            .optional(),
        targetPath: z =>
          z
            .string({
              description:
                "Folder of the workspace that stands for the service's repository. Default: the workspace itself",
            })
            .optional(),
      },
      output: {
        file: z =>
          z.string({
            description: "The CI's file, from the service's repository's root",
          }),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const { service, environment, image, after = USUAL_IMAGE_JOB } = input;
      const { tokenName = 'GITOPS_TOKEN', tagPrefix = 'v' } = input;
      checkEnvironments([environment]);
      checkServiceName(service, [environment]);
      if (!/^[A-Z][A-Z0-9_]*$/.test(tokenName))
        throw new InputError(
          'tokenName is the name of a secret of the CI, such as GITOPS_TOKEN: never the token itself',
        );
      if (!/^[A-Za-z0-9_-]*$/.test(tagPrefix))
        throw new InputError(
          `tagPrefix "${tagPrefix}" is no beginning of a tag: letters, digits, dashes and underscores`,
        );
      const style =
        input.style ?? styleOf(options.hosts, input.sourceRepository);
      const target = options.hosts.repository(input.repository);
      const branch =
        input.branch ??
        (await target.get({ signal: limited(ctx.signal) })).defaultBranch;
      const file = input.ciFile ?? usualCiFiles[style];
      const { draft, text } = await openCi(options, ctx, file);
      const job = promotionJob(style, {
        service,
        environment,
        image,
        file: pathOf(input.file ?? USUAL_FILE, { service, environment }),
        repository: input.repository,
        branch,
        tokenName,
        tagPrefix,
        after,
      });
      const name = `promote-${environment}`;
      const comment = `Each tag ${tagPrefix}… is promoted to ${environment} once ${after} has pushed its image. The secret ${tokenName} may push to the GitOps repository, and nothing else`;
      await draft.write(
        file,
        withJob(style, text, file, { name, job, after, comment }),
      );
      ctx.logger.info(
        `Added ${name} to ${file}. It needs ${tokenName} in the CI's secrets, with the right to push to ${target.name}`,
      );
      ctx.output('file', file);
    },
  });
}

/**
 * The service's repository in the making, and the text of its CI: as the task wrote it, else as the repository has it.
 *
 * @throws InputError where neither has it
 */
async function openCi(
  options: ActionOptions,
  ctx: Omit<DraftContext, 'input'> & {
    input: { sourceRepository?: string; targetPath?: string };
  },
  file: string,
): Promise<{ draft: Draft; text: string }> {
  const { sourceRepository, targetPath = '.' } = ctx.input;
  const open = (repository?: string) =>
    openDraft(options, { ...ctx, input: { repository, targetPath } });
  const own = await open();
  const written = await own.read(file);
  if (written !== undefined) return { draft: own, text: written };
  const draft = sourceRepository ? await open(sourceRepository) : own;
  const text = await draft.read(file);
  if (text !== undefined) return { draft, text };
  throw new InputError(
    `There is no ${file} in ${
      draft.base?.repository ?? targetPath
    }: the promotion is a job of the CI, behind the one that pushes the image. Name the CI's file as ciFile`,
  );
}

/** @throws InputError where the host's CI is not known */
function styleOf(
  hosts: ActionOptions['hosts'],
  sourceRepository: string | undefined,
): WorkflowStyle {
  const style = sourceRepository && workflowStyleOf(hosts, sourceRepository);
  if (style) return style;
  throw new InputError(
    `style is missing: ${
      sourceRepository
        ? `it isn't known whose CI ${sourceRepository} has`
        : 'name whose CI runs it'
    } (${workflowStyles.join(', ')})`,
  );
}
