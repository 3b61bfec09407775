import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { Draft } from '../draft/Draft';
import {
  refuseSecretsInFiles,
  refuseSecretsInValues,
} from '../secrets/refuseSecrets';
import { examples } from './refuseSecrets.examples';
import { limited } from './openDraft';

/** Stops a task whose input or files have something in them that looks like a secret. */
export function refuseSecrets() {
  return createTemplateAction({
    id: 'gitops:secrets:refuse',
    description:
      'Stops the task where a value of the form, or a file of the workspace, looks like a secret. The sentence names the place and never the value',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        values: z =>
          z.record(z.any()).describe('What people filled in').optional(),
        paths: z =>
          z
            .array(z.string(), {
              description:
                'Folders of the workspace that are going to leave it',
            })
            .optional(),
      },
    },
    async handler(ctx) {
      const { values, paths = [] } = ctx.input;
      await refuseSecretsInValues(values, 'the form');
      for (const folder of paths) {
        const draft = await Draft.open({
          workspacePath: ctx.workspacePath,
          folder,
          signal: limited(ctx.signal),
        });
        const files = [...(await draft.written())].map(
          ([path, bytes]) =>
            [`${folder}/${path}`, bytes.toString('utf8')] as const,
        );
        await refuseSecretsInFiles(files);
      }
      ctx.logger.info('Nothing looks like a secret');
    },
  });
}
