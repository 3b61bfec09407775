import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { addResource } from '../draft/addResource';
import { migrationJobOf } from '../manifests/migrationJob';
import { toYaml } from '../manifests/toYaml';
import { checkForm, checkVariables } from '../names/kubernetes';
import { pathOf, usualLayout } from '../names/layout';
import { checkServiceName } from '../names/serviceName';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { examples } from './migrationJobWrite.examples';
import { files, inputs } from './inputs';
import { openDraft } from './openDraft';

const FILE = 'migration.yaml';

/** Writes the Job that changes the database before a new version starts. */
export function migrationJobWrite(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:migration-job:write',
    description:
      'Writes the migration of a service as a hook of the Sync phase in wave -1: after the secrets, before the workload',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        service: inputs.service,
        image: z =>
          z.string({
            description: 'The same image as the workload, without its tag',
          }),
        command: z => z.array(z.string()).min(1),
        secretName: z =>
          z
            .string({ description: 'The same Secret as the workload' })
            .optional(),
        env: z => z.record(z.string()).optional(),
        retries: z =>
          z
            .number({ description: 'Tries beside the first. Default: 0' })
            .int()
            .min(0)
            .optional(),
        timeoutSeconds: z =>
          z
            .number({ description: 'Until it is ended. Default: 600' })
            .int()
            .min(1)
            .optional(),
        runAsNonRoot: inputs.runAsNonRoot,
        repository: inputs.repository,
        branch: inputs.branch,
        targetPath: inputs.targetPath,
        paths: inputs.paths,
        plainFolder: inputs.plainFolder,
      },
      output: { files },
    },
    async handler(ctx) {
      const { input } = ctx;
      const { service } = input;
      checkServiceName(service, []);
      await refuseSecretsInValues(input.env, 'input.env');
      await refuseSecretsInValues(input.command, 'input.command');
      checkForm('image', input.image, 'input.image');
      checkForm('name', input.secretName, 'input.secretName');
      checkVariables(input.env, 'input.env');
      const draft = await openDraft(options, ctx);
      const base = pathOf({ ...usualLayout, ...input.paths }.base, { service });
      const job = migrationJobOf({
        service,
        image: input.image,
        command: input.command,
        env: input.env ?? {},
        secretName: input.secretName || undefined,
        runAsNonRoot: input.runAsNonRoot ?? true,
        retries: input.retries ?? 0,
        timeoutSeconds: input.timeoutSeconds ?? 600,
      });
      await addResource(draft, `${base}/${FILE}`, toYaml(job), {
        isPlainFolder: input.plainFolder ?? false,
      });
      ctx.logger.info(`Wrote ${base}/${FILE}`);
      ctx.output('files', [`${base}/${FILE}`]);
    },
  });
}
