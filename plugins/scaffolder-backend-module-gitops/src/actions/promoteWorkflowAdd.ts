import { ConflictError, InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { toYaml } from '../manifests/toYaml';
import { fill, defaultLayout } from '../names/layout';
import { checkEnvironments } from '../names/serviceName';
import { promoteFiles, promoteWorkflow } from '../workflows/promoteWorkflow';
import { promoterOf, workflowStyles } from '../workflows/workflowStyle';
import type { ActionOptions } from './ActionOptions';
import { array, oneOf, optional, optionalString, string } from './fields';
import { files, inputs } from './inputs';
import { openDraft } from './openDraft';
import { example } from './example';

const DEFAULT_FILE = `${defaultLayout.overlay}/kustomization.yaml`;

export const promoteWorkflowFields = {
  environments: optional(
    array(
      string(),
      'Environments that it may write to. Environments with reviews are refused (default: those that the portal promotes to by `workflow`)',
    ),
  ),
  style: optional(
    oneOf(
      workflowStyles,
      'CI that runs it (default: that of the Git host of the repository)',
    ),
  ),
  file: optionalString(
    `Kustomization to write to; {service} and {environment} are filled in (default: \`${DEFAULT_FILE}\`)`,
  ),
  image: optionalString(
    'Image in the kustomization; {service} and {environment} are filled in (default: the one whose name ends with the name of the service)',
  ),
  portal: optionalString(
    'Address of the GitOps API of the portal, which the workflow asks whether a version may come (default: that of this portal)',
  ),
  gates: optional(
    oneOf(
      ['required', 'optional'],
      'Whether a version is promoted if the portal does not answer: no (`required`, default), or yes (`optional`)',
    ),
  ),
  repository: inputs.repository,
  branch: inputs.branch,
  targetPath: inputs.targetPath,
};
const outputFields = { files };
const examples = [
  example('Have releases promoted to staging, by one workflow', {
    action: 'gitops:promote-workflow:add',
    input: {
      environments: ['staging'],
      repository: 'https://git.example.com/platform/gitops',
    },
  }),
];

/** Adds the workflow that promotes to a GitOps repository that has none. */
export function promoteWorkflowAdd(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:promote-workflow:add',
    description:
      'Adds the workflow that promotes to the GitOps repository, unless it has one: for GitHub Actions, Gitea and Forgejo Actions, or GitLab CI',
    examples,
    supportsDryRun: true,
    schema: { input: promoteWorkflowFields, output: outputFields },
    async handler(ctx) {
      const { input, logger } = ctx;
      const { file = DEFAULT_FILE, image, gates = 'required' } = input;
      const environments =
        input.environments ?? byWorkflow(options.promotionModes);
      checkEnvironments(environments);
      refuseReviewed(environments, options.promotionModes);
      for (const pattern of [file, image ?? ''])
        checkPattern(fill(pattern, { service: 'x', environment: 'x' }));
      const draft = await openDraft(options, ctx);
      if (!draft.base)
        throw new InputError(
          'repository is missing: the workflow belongs to the GitOps repository',
        );
      const { address, branch } = draft.base;
      const style = input.style ?? promoterOf(options.hosts, address);
      const path = promoteFiles[style];
      const before = await draft.read(path);
      if (before !== undefined) {
        refuseOthers(path, before, environments);
        logger.info(`${path} is there already`);
        ctx.output('files', []);
        return;
      }
      const portal =
        input.portal ?? (await options.discovery.getExternalBaseUrl('gitops'));
      const documents = promoteWorkflow(style, {
        ...{ environments, file, image, branch, gates },
        portal: portal.replace(/\/$/, ''),
      });
      const comment =
        'Promotes a version to an environment. ENVIRONMENTS has those that need no review';
      const text = documents.map(one => toYaml(one)).join('---\n');
      await draft.add(path, `# ${comment}\n${text}`);
      logger.info(
        `Wrote ${path}. It needs PORTAL_TOKEN in the secrets of ${draft.base.repository}`,
      );
      ctx.output('files', [path]);
    },
  });
}

/** @throws InputError where the configuration names none */
function byWorkflow(modes: ActionOptions['promotionModes']): string[] {
  const found = [...(modes ?? [])]
    .filter(([, mode]) => mode === 'workflow')
    .map(([name]) => name);
  if (found.length > 0) return found;
  throw new InputError(
    'environments is missing: the portal promotes to none by workflow (gitops.environments)',
  );
}

/** @throws InputError for an environment whose versions come by pull request */
function refuseReviewed(
  environments: readonly string[],
  modes: ActionOptions['promotionModes'],
): void {
  const reviewed = environments.find(
    name => modes?.get(name) === 'pullRequest',
  );
  if (reviewed !== undefined)
    throw new InputError(
      `${reviewed} takes versions by pull request (gitops.environments), so the workflow may not write to it. Leave it out`,
    );
}

/** It stands in a script. @throws InputError */
function checkPattern(filled: string): void {
  if (!/^[A-Za-z0-9._:/-]*$/.test(filled) || filled.split('/').includes('..'))
    throw new InputError(
      `${JSON.stringify(
        filled.slice(0, 100),
      )} is not a path in the repository, or an image`,
    );
}

/**
 * @throws ConflictError where the file does something else, or has not all of the environments
 */
function refuseOthers(
  path: string,
  text: string,
  environments: readonly string[],
): void {
  const [, list] = /\bENVIRONMENTS(?::|=') *([a-z0-9 -]*)/.exec(text) ?? [];
  if (list === undefined)
    throw new ConflictError(
      `${path} is there already, and does something else. Add the job that promotes to it by hand, or leave this step out`,
    );
  const missing = environments.filter(name => !list.split(' ').includes(name));
  if (missing.length > 0)
    throw new ConflictError(
      `${path} does not promote to ${missing.join(
        ', ',
      )}. Add it to ENVIRONMENTS there, if its versions need no review`,
    );
}
