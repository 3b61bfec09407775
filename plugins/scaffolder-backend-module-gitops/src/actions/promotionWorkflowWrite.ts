import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathOf, usualLayout } from '../names/layout';
import { checkEnvironments, checkServiceName } from '../names/serviceName';
import {
  promotionWorkflow,
  workflowFiles,
  workflowStyles,
} from '../workflows/promotionWorkflow';
import type { ActionOptions } from './ActionOptions';
import { inputs } from './inputs';
import { limited } from './openDraft';
import { examples } from './promotionWorkflowWrite.examples';

const USUAL_FILE = `${usualLayout.overlay}/kustomization.yaml`;

/** Writes the workflow that promotes each tagged release, into the service's own repository. */
export function promotionWorkflowWrite({
  hosts,
}: Pick<ActionOptions, 'hosts'>) {
  return createTemplateAction({
    id: 'gitops:promotion-workflow:write',
    description:
      'Writes a workflow that promotes each tagged release of a service to an environment: for GitHub Actions, Gitea and Forgejo Actions, or GitLab CI',
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
            .string({ description: "Address of the service's own repository" })
            .optional(),
        file: z =>
          z
            .string({
              description: `The kustomization to write to. Default: ${USUAL_FILE}`,
            })
            .optional(),
        tags: z =>
          z
            .string({
              description:
                'Which tags are releases (GitHub, Gitea). Default: v*',
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
                "Folder of the workspace that is the service's repository. Default: the workspace itself",
            })
            .optional(),
      },
      output: {
        file: z =>
          z.string({
            description: "Path from the service's repository's root",
          }),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const { service, environment, tokenName = 'GITOPS_TOKEN' } = input;
      checkEnvironments([environment]);
      checkServiceName(service, [environment]);
      if (!/^[A-Z][A-Z0-9_]*$/.test(tokenName))
        throw new InputError(
          'tokenName is the name of a secret of the CI, such as GITOPS_TOKEN: never the token itself',
        );
      const style = input.style ?? styleOf(hosts, input.sourceRepository);
      const target = hosts.repository(input.repository);
      const branch =
        input.branch ??
        (await target.get({ signal: limited(ctx.signal) })).defaultBranch;
      const text = promotionWorkflow(style, {
        service,
        environment,
        image: input.image,
        file: pathOf(input.file ?? USUAL_FILE, { service, environment }),
        repository: input.repository,
        branch,
        tokenName,
        tags: input.tags ?? 'v*',
      });
      const file = workflowFiles[style];
      const path = resolveSafeChildPath(
        ctx.workspacePath,
        `${input.targetPath ?? '.'}/${file}`,
      );
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
      ctx.logger.info(
        `Wrote ${file}. It needs ${tokenName} in the CI's secrets, with the right to push to ${target.name}`,
      );
      ctx.output('file', file);
    },
  });
}

/** @throws InputError where the host's CI is not known */
function styleOf(
  hosts: ActionOptions['hosts'],
  sourceRepository: string | undefined,
): (typeof workflowStyles)[number] {
  const host =
    sourceRepository && hosts.repository(sourceRepository).host.toLowerCase();
  const type = hosts.all().find(one => one.host.toLowerCase() === host)?.type;
  const style = workflowStyles.find(one => one === type);
  if (style) return style;
  throw new InputError(
    `style is missing: ${
      host ? `it isn't known whose CI ${host} has` : 'name whose CI runs it'
    } (${workflowStyles.join(', ')})`,
  );
}
