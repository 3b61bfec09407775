import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  refuseSecretsInFiles,
  refuseSecretsInValues,
} from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { allow } from './allowInput';
import { array, record, optional, string } from './fields';
import { openDraft } from './openDraft';
import { example } from './example';

const inputFields = {
  values: optional(record(z => z.any(), 'Values of the form')),
  paths: optional(
    array(string(), 'Folders of the workspace that will leave it'),
  ),
  allow,
};
const examples = [
  example('Before anything leaves the workspace', {
    action: 'gitops:secrets:refuse',
    input: { values: '${{ parameters }}', paths: ['service', 'gitops'] },
  }),
  example('With a file whose passwords open nothing', {
    action: 'gitops:secrets:refuse',
    input: {
      paths: ['service'],
      allow: [
        {
          path: 'docs/*',
          reason: 'The accounts in the tutorial do not exist',
        },
      ],
    },
  }),
];

/** Stops a task whose input or files have something in them that looks like a secret. */
export function refuseSecrets(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:secrets:refuse',
    description:
      'Stops the task if a value of the form, or a file of the workspace, looks like a secret. The message names the place and never the value. A folder that an earlier step has filled for a repository is judged like a pull request, any other like a new repository',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputFields,
    },
    async handler(ctx) {
      const { values, paths = [], allow: template } = ctx.input;
      await refuseSecretsInValues(values, 'the form');
      for (const folder of paths) {
        const { workspacePath, signal } = ctx;
        const draft = await openDraft(options, {
          workspacePath,
          signal,
          input: { targetPath: folder },
        });
        await refuseSecretsInFiles(
          {
            files: await draft.written(),
            folder,
            before: draft.base && (path => draft.comparableBefore(path)),
          },
          {
            platform: options.allowedSecrets,
            template,
            logger: ctx.logger,
          },
        );
      }
      ctx.logger.info('Nothing was refused');
    },
  });
}
