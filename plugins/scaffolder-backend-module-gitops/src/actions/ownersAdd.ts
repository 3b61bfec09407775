import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { givenOrPinned } from '../draft/pin';
import { withOwners } from '../manifests/codeOwners';
import { pathOf } from '../names/layout';
import { hostType } from '../repositories/hostType';
import type { ActionOptions } from './ActionOptions';
import { example } from './example';
import {
  array,
  boolean,
  object,
  optional,
  optionalString,
  string,
} from './fields';
import { inputs } from './inputs';
import { openDraft } from './openDraft';

const DEFAULT_FILE = 'CODEOWNERS';

const owned = object({
  path: string(
    'A file, or a folder with a slash at the end: `apps/payments/`. `*` stands for one part of a path, and `*` alone for everything',
  ),
  owners: array(
    string(),
    'Users and teams of the Git host: `platform/team-a`',
    { min: 1 },
  ),
});

const inputFields = {
  entries: optional(array(owned, 'Who reviews what')),
  last: optional(
    array(
      owned,
      'Like `entries`, for lines that have to stay at the end: on GitHub and GitLab the last line that matches counts',
    ),
  ),
  create: optional(
    boolean(
      'Whether the file is created if the repository has none (default: `false`, and nothing is written)',
    ),
  ),
  file: optionalString(`Default: \`${DEFAULT_FILE}\``),
  repository: optionalString(
    'Address of the repository (default: the one that an earlier step has used for `targetPath`). With `create`, it may be one that does not exist yet',
  ),
  branch: inputs.branch,
  targetPath: inputs.targetPath,
};
const outputFields = {
  file: optionalString('Path of the file; none if nothing was written'),
};
const examples = [
  example('The folder of a new service', {
    action: 'gitops:owners:add',
    input: {
      entries: [{ path: 'apps/payments/', owners: ['platform/team-a'] }],
    },
  }),
  example('The file of a new repository', {
    action: 'gitops:owners:add',
    input: {
      repository: 'https://git.example.com/platform/gitops',
      create: true,
      entries: [{ path: '*', owners: ['platform/platform'] }],
      last: [
        { path: 'apps/*/envs/production/', owners: ['platform/platform'] },
      ],
    },
  }),
];

const ENTRY = /^@?[\w.-]+(?:\/[\w.-]+)*$/;

/** Adds to who reviews what, in the notation of the Git host. */
export function ownersAdd(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:owners:add',
    description:
      'Adds lines to CODEOWNERS in the notation of the Git host: who reviews changes of which folder',
    examples,
    supportsDryRun: true,
    schema: { input: inputFields, output: outputFields },
    async handler(ctx) {
      const { input, logger } = ctx;
      const { entries = [], last = [], create = false } = input;
      for (const { path, owners } of [...entries, ...last]) {
        if (/\s|#/.test(path) || path.startsWith('/'))
          throw new InputError(
            `${JSON.stringify(
              path.slice(0, 100),
            )} can't be a path of CODEOWNERS: write it from the repository's root, without a slash before it and without spaces`,
          );
        const unfit = owners.find(one => !ENTRY.test(one));
        if (unfit !== undefined)
          throw new InputError(
            `${JSON.stringify(
              unfit.slice(0, 100),
            )} can't be an owner: use the name of a user or a team, such as platform/team-a`,
          );
      }
      // A repository that is yet to be made has nothing to be read
      const draft = await openDraft(options, {
        ...ctx,
        input: create ? { ...input, repository: undefined } : input,
      });
      const repository = options.hosts.repository(
        givenOrPinned('repository', input.repository, draft.base?.address),
      );
      const type = hostType(options.hosts, repository);
      const file = pathOf(input.file ?? DEFAULT_FILE, {});
      const before = await draft.read(file);
      if (before === undefined && !create) {
        logger.info(
          `${repository.name} has no ${file}: nothing is added to it`,
        );
        return;
      }
      const after = withOwners(
        before ?? '',
        { entries, last },
        type === 'gitea' ? 'expressions' : 'patterns',
      );
      if (after !== before) await draft.write(file, after);
      logger.info(`Wrote ${file}`);
      ctx.output('file', file);
    },
  });
}
