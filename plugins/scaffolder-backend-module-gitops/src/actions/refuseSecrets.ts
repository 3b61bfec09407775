import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { Draft } from '../draft/Draft';
import {
  refuseSecretsInFiles,
  refuseSecretsInValues,
} from '../secrets/refuseSecrets';
import { array, record, optional, string } from './fields';
import { limited } from './openDraft';
import { example } from './example';

const inputFields = {
  values: optional(record(z => z.any(), 'Values of the form')),
  paths: optional(
    array(string(), 'Folders of the workspace that will leave it'),
  ),
};
const examples = [
  example('Before anything leaves the workspace', {
    action: 'gitops:secrets:refuse',
    input: { values: '${{ parameters }}', paths: ['service', 'gitops'] },
  }),
];

/** Stops a task whose input or files have something in them that looks like a secret. */
export function refuseSecrets() {
  return createTemplateAction({
    id: 'gitops:secrets:refuse',
    description:
      'Stops the task where a value of the form, or a file of the workspace, looks like a secret. The sentence names the place and never the value',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputFields,
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
