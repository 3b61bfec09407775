import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { addToPin } from '../draft/pin';
import { pathOf, defaultLayout } from '../names/layout';
import { checkEnvironments, checkServiceName } from '../names/serviceName';
import { exists } from '../repositories/exists';
import { workflowStyleOf, workflowStyles } from '../workflows/workflowStyle';
import type { ActionOptions } from './ActionOptions';
import { branchFor, named, refuseTakenFolder } from './codeFolder';
import {
  array,
  boolean,
  oneOf,
  optional,
  optionalString,
  string,
} from './fields';
import { findProject } from './findProject';
import { DEFAULT_TARGET, inputs } from './inputs';
import { limited, openDraft } from './openDraft';
import { example } from './example';

/** Folder of the AppProjects, if a template names none. */
export const DEFAULT_PROJECTS = 'projects';

const inputFields = {
  service: string('Name of the service, as in the catalog'),
  environments: array(
    string(),
    'Names of the environments, in the order of promotions',
  ),
  repository: inputs.repository,
  branch: inputs.branch,
  targetPath: inputs.targetPath,
  paths: inputs.paths,
  sourceRepository: optionalString(
    'Address of the new repository for the code; with `sourceFolder`, of the one that will get a folder for it',
  ),
  sourceFolder: optionalString(
    'New folder of `sourceRepository` for the code, where the code of several services is in one repository',
  ),
  exists: optional(
    boolean(
      'Whether the service has a repository and an entry in the catalog already, so that only its place in the GitOps repository has to be free (default: `false`)',
    ),
  ),
  namespace: optionalString('Catalog namespace (default: `default`)'),
  project: optionalString(
    'AppProject of the Applications, which is looked for in the GitOps repository',
  ),
  projectsPath: optionalString(
    `Folder of the AppProjects (default: \`${DEFAULT_PROJECTS}\`)`,
  ),
};
const outputFields = {
  service: string('The name that was checked'),
  projectFile: optionalString(
    'File of `project`; none if the folder has no such AppProject; it may be elsewhere',
  ),
  sourceFolder: optionalString('The folder of `sourceRepository`'),
  sourceBranch: optionalString(
    'Default branch of `sourceRepository`, with `sourceFolder`',
  ),
  ci: optional(
    oneOf(
      workflowStyles,
      'CI of `sourceRepository`; none if that is missing or on another host',
    ),
  ),
};
const examples = [
  example('The first step of a template that creates a service', {
    action: 'gitops:service:check',
    input: {
      service: 'payments',
      environments: ['dev', 'production'],
      repository: 'https://git.example.com/platform/gitops',
      sourceRepository: 'https://git.example.com/services/payments',
    },
  }),
  example(
    'Later steps take the service, the environments and the repository from it',
    {
      action: 'gitops:service:check',
      input: {
        service: 'payments',
        environments: ['dev', 'production'],
        repository: 'https://git.example.com/platform/gitops',
      },
    },
    { action: 'gitops:applicationset:add', input: { project: 'team-a' } },
    {
      action: 'gitops:pull-request',
      input: { branchName: 'gitops/create/payments', title: 'Deploy payments' },
    },
  ),
];

/** Refuses a name that can't be a new service's, before anything is made. */
export function serviceCheck(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:service:check',
    description:
      'Refuses a name that is too long, reserved or taken: in the GitOps repository, in the catalog or as a repository. Use it first: it writes no files, and its inputs are the defaults of later steps',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputFields,
      output: outputFields,
    },
    async handler(ctx) {
      const { input } = ctx;
      const { service, environments, namespace = 'default' } = input;
      checkEnvironments(environments);
      checkServiceName(service, environments);
      if (input.sourceRepository)
        ctx.output(
          'ci',
          workflowStyleOf(options.hosts, input.sourceRepository),
        );
      const folder = input.sourceFolder && pathOf(input.sourceFolder, {});
      const branch =
        folder && (await branchFor(folder, options, ctx.input, ctx.signal));
      if (branch) {
        ctx.output('sourceFolder', folder);
        ctx.output('sourceBranch', branch);
      }
      // Pins the repository again where a recovered task has lost its workspace
      const draft = await openDraft(options, ctx);
      // What a task that was interrupted has made itself does not count against it
      await ctx.checkpoint({
        key: `gitops.service.check.v1.${service}`,
        fn: async () => {
          const base = pathOf({ ...defaultLayout, ...input.paths }.base, {
            service,
          });
          const folders = base.split('/');
          const depth = folders.indexOf(service);
          if (depth >= 0) {
            const parent = folders.slice(0, depth).join('/');
            const taken = named(await draft.list(parent), service);
            if (taken)
              throw new ConflictError(
                `The name ${service} is taken: ${parent}/${taken} exists in ${
                  draft.base?.repository
                }. ${
                  input.exists
                    ? 'Add its environments there'
                    : 'Choose another name'
                }`,
              );
          }
          if (input.exists) return;
          const ref = `component:${namespace}/${service}`;
          const credentials = await ctx.getInitiatorCredentials();
          if (await options.catalog.getEntityByRef(ref, { credentials }))
            throw new ConflictError(
              `The name ${service} is taken: ${ref} is in the catalog. Choose another name`,
            );
          if (!input.sourceRepository) return;
          const source = options.hosts.repository(input.sourceRepository);
          const signal = limited(ctx.signal);
          if (folder && branch)
            await refuseTakenFolder(
              source,
              { folder, branch, service },
              signal,
            );
          else if (await exists(source, signal))
            throw new ConflictError(
              `The name ${service} is taken: the repository ${source.name} exists. Choose another name`,
            );
        },
      });
      if (input.project) {
        const projects = pathOf(input.projectsPath ?? DEFAULT_PROJECTS, {});
        const file = await findProject(draft, input.project, projects);
        ctx.output('projectFile', file);
        if (!file)
          ctx.logger.warn(
            `No AppProject ${input.project} was found in ${projects} of the GitOps repository: Argo CD refuses Applications of a project that it does not have`,
          );
      }
      const { targetPath = DEFAULT_TARGET } = input;
      await addToPin(ctx.workspacePath, targetPath, { service, environments });
      ctx.output('service', service);
      ctx.logger.info(
        input.exists
          ? `${service} is not in the GitOps repository yet`
          : `${service} is a name for a new service`,
      );
    },
  });
}
