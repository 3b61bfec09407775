import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { Draft } from '../draft/Draft';
import { givenOrPinned, readPin } from '../draft/pin';
import { checkEnvironments, checkServiceName } from '../names/serviceName';
import { startJob } from '../workflows/startJob';
import {
  DEFAULT_IMAGE_JOB,
  defaultCiFiles,
  withJob,
} from '../workflows/withJob';
import {
  promoterOf,
  WorkflowStyle,
  workflowStyleOf,
  workflowStyles,
} from '../workflows/workflowStyle';
import type { ActionOptions } from './ActionOptions';
import { oneOf, optional, optionalString, string } from './fields';
import { DEFAULT_TARGET, inputs } from './inputs';
import { type DraftContext, limited, openDraft } from './openDraft';
import { example } from './example';

const inputFields = {
  service: inputs.service,
  environment: string('Environment that releases go to, such as staging'),
  repository: optionalString(
    `Address of the GitOps repository (default: the one that \`${DEFAULT_TARGET}\` stands for)`,
  ),
  branch: inputs.branch,
  style: optional(
    oneOf(
      workflowStyles,
      'CI that runs it (default: that of the Git host of `sourceRepository`)',
    ),
  ),
  sourceRepository: optionalString(
    "Address of the service's repository. The file of the CI is read from it unless the task has written one",
  ),
  ciFile: optionalString(
    `File of the CI, from the root of that repository. It has to run for tags (default: ${Object.values(
      defaultCiFiles,
    ).join(', ')})`,
  ),
  after: optionalString(
    `Job of the CI that pushes the image of a tag, after the tests (default: \`${DEFAULT_IMAGE_JOB}\`)`,
  ),
  tagPrefix: optionalString(
    'Prefix of the tags of releases, which the version follows (default: `v`). In a repository of several services, it names this one: `payments/v`',
  ),
  tokenName: optionalString(
    'Name of the secret or variable of the CI that may start workflows of the GitOps repository (default: `PROMOTE_TOKEN`)',
  ),
  targetPath: optionalString(
    "Folder of the workspace for the service's repository (default: the workspace itself)",
  ),
};
const outputFields = {
  file: string("File of the CI, from the root of the service's repository"),
};
const examples = [
  example(
    'Promote each release to staging, by GitHub Actions, after the job of the CI that pushes its image',
    {
      action: 'gitops:promotion-workflow:write',
      input: {
        service: 'payments',
        environment: 'staging',
        repository: 'https://git.example.com/platform/gitops',
        style: 'github',
        after: 'build-image',
        targetPath: 'service',
      },
    },
  ),
];

/**
 * Adds the job that has each tagged release promoted, to the CI of the service's own repository.
 */
export function promotionWorkflowWrite(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:promotion-workflow:write',
    description:
      "Adds a job to a service's CI that starts the GitOps repository's workflow for each tagged release, once its image exists: for GitHub Actions, Gitea and Forgejo Actions, or GitLab CI",
    examples,
    supportsDryRun: true,
    schema: {
      input: inputFields,
      output: outputFields,
    },
    async handler(ctx) {
      const { input } = ctx;
      const { environment, after = DEFAULT_IMAGE_JOB } = input;
      const { tokenName = 'PROMOTE_TOKEN', tagPrefix = 'v' } = input;
      const pin = await readPin(ctx.workspacePath, DEFAULT_TARGET);
      const { base } = pin;
      const service = givenOrPinned('service', input.service, pin.service);
      checkEnvironments([environment]);
      checkServiceName(service, [environment]);
      if (!/^[A-Z][A-Z0-9_]*$/.test(tokenName))
        throw new InputError(
          'tokenName is the name of a secret of the CI, such as PROMOTE_TOKEN: never the token itself',
        );
      if (!/^(?:[A-Za-z0-9_-]+\/)*[A-Za-z0-9_-]*$/.test(tagPrefix))
        throw new InputError(
          `tagPrefix is "${tagPrefix}", and may only contain letters, digits, -, _ and single slashes between them`,
        );
      const style =
        input.style ?? styleOf(options.hosts, input.sourceRepository);
      const repository = givenOrPinned(
        'repository',
        input.repository,
        base?.address,
      );
      const target = options.hosts.repository(repository);
      const branch =
        input.branch ??
        (target.url === base?.repository
          ? base.branch
          : (await target.get({ signal: limited(ctx.signal) })).defaultBranch);
      const file = input.ciFile ?? defaultCiFiles[style];
      const { draft, text } = await openCi(options, ctx, file);
      const job = startJob(style, {
        service,
        environment,
        repository: {
          url: target.url,
          name: target.name,
          style: promoterOf(options.hosts, repository),
        },
        branch,
        tokenName,
        tagPrefix,
        after,
      });
      // A repository may have several services
      const name = `promote-${service}-${environment}`;
      const comment = `Each tag ${tagPrefix}… is promoted to ${environment} once ${after} has pushed its image. The secret ${tokenName} may start workflows of the GitOps repository, and nothing else`;
      await draft.write(
        file,
        withJob(style, text, file, { name, job, after, comment }),
      );
      ctx.logger.info(
        `Added ${name} to ${file}. It needs ${tokenName} in the CI's secrets, with the right to start workflows of ${target.name}`,
      );
      ctx.output('file', file);
    },
  });
}

/**
 * The service's repository in the making, and the text of its CI: as the task wrote it, else as the
 * repository has it.
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
    }: the promotion is a job of the CI, after the one that pushes the image. Name the CI's file as ciFile`,
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
    `style is missing${
      sourceRepository ? `: ${sourceRepository} is on another host` : ''
    }. It is one of ${workflowStyles.join(
      ', ',
    )}. For code elsewhere, such as on Bitbucket or Azure DevOps, leave this step out, and have releases promoted in the portal: by pull request, or by a workflow of the GitOps repository`,
  );
}
