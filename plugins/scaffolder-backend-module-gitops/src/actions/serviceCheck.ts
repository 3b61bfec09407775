import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { pathOf, usualLayout } from '../names/layout';
import { checkEnvironments, checkServiceName } from '../names/serviceName';
import { workflowStyleOf, workflowStyles } from '../workflows/workflowStyle';
import type { ActionOptions } from './ActionOptions';
import { examples } from './serviceCheck.examples';
import { inputs } from './inputs';
import { limited, openDraft } from './openDraft';

/** Refuses a name that can't be a new service's, before anything is made. */
export function serviceCheck(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:service:check',
    description:
      'Refuses a name that is too long, reserved or taken: in the GitOps repository, in the catalog or as a repository. Put it first: it writes nothing',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        service: inputs.service,
        environments: inputs.environments,
        repository: inputs.repository,
        branch: inputs.branch,
        targetPath: inputs.targetPath,
        paths: inputs.paths,
        sourceRepository: z =>
          z
            .string({
              description:
                'Address of the repository that is going to be made for the code',
            })
            .optional(),
        exists: z =>
          z
            .boolean({
              description:
                'The service has its repository and its entry in the catalog already: only its place in the GitOps repository has to be free. Default: false',
            })
            .optional(),
        namespace: z =>
          z
            .string({ description: 'In the catalog. Default: default' })
            .optional(),
      },
      output: {
        ci: z =>
          z
            .enum(workflowStyles)
            .describe(
              'Whose CI runs for sourceRepository; without one, or for another host: nothing',
            )
            .optional(),
      },
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
      // What a task that was interrupted has made itself does not count against it
      await ctx.checkpoint({
        key: `gitops.service.check.v1.${service}`,
        fn: async () => {
          const draft = await openDraft(options, ctx);
          const base = pathOf({ ...usualLayout, ...input.paths }.base, {
            service,
          });
          const folders = base.split('/');
          const depth = folders.indexOf(service);
          if (depth >= 0) {
            const parent = folders.slice(0, depth).join('/');
            const taken = (await draft.list(parent)).find(
              name => name.toLowerCase() === service,
            );
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
          if (input.sourceRepository) {
            const source = options.hosts.repository(input.sourceRepository);
            const exists = await source
              .get({ signal: limited(ctx.signal) })
              .then(
                () => true,
                error => {
                  if (error.problem === 'notFound') return false;
                  throw error;
                },
              );
            if (exists)
              throw new ConflictError(
                `The name ${service} is taken: the repository ${source.name} exists. Choose another name`,
              );
          }
        },
      });
      ctx.logger.info(
        input.exists
          ? `${service} is not in the GitOps repository yet`
          : `${service} is a name for a new service`,
      );
    },
  });
}
