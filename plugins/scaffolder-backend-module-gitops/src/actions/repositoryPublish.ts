import { ConflictError, InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { GitRepository } from 'backstage-plugin-gitops-node';
import { catalogInfoUrl } from '../publish/catalogInfoUrl';
import { ensureFirstCommit } from '../publish/ensureFirstCommit';
import { ensureTag } from '../publish/ensureTag';
import { readSource } from '../publish/readSource';
import { exists } from '../repositories/exists';
import { hostType } from '../repositories/hostType';
import { refuseSecretsInFiles } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { oneOf, optional, optionalString, string } from './fields';
import { limited } from './openDraft';
import { example } from './example';

const DEFAULT_BRANCH = 'main';
/** Beyond the minute for which Backstage tries to push again */
const PUSH_MS = 5 * 60_000;

/** Backstage's own actions, where their names are not those of our hosts. */
const ownActions: Record<string, string> = { azureDevOps: 'publish:azure' };

const inputFields = {
  repository: string(
    'Address of the repository that will be made, such as https://git.example.com/services/payments',
  ),
  description: optionalString('Description of the repository'),
  visibility: optional(oneOf(['private', 'public'], 'Default: `private`')),
  sourcePath: string(
    'Folder of the workspace. What its .gitignore names stays out',
  ),
  defaultBranch: optionalString(`Default: \`${DEFAULT_BRANCH}\``),
  commitMessage: optionalString('Default: `Initial commit`'),
  tag: optionalString(
    'Tag of the first commit, so that the CI at once builds the version that is deployed: v0.1.0 (default: none)',
  ),
  authorName: optionalString('Author of the commit'),
  authorEmail: optionalString('Email address of the author'),
};
const outputFields = {
  remoteUrl: string('Address to clone from'),
  repositoryUrl: string('Page of the repository'),
  commit: optionalString('The first commit; none in a dry run'),
  catalogInfoUrl: optionalString(
    'Address of its catalog-info.yaml, for gitops:catalog:register; none for hosts that a module has added',
  ),
};
const examples = [
  example(
    'The code of a new service. Its output catalogInfoUrl is what gitops:catalog:register takes',
    {
      id: 'publish',
      action: 'gitops:repository:publish',
      input: {
        repository: 'https://git.example.com/services/payments',
        description: 'Takes payments',
        sourcePath: 'source',
        tag: 'v0.1.0',
      },
    },
  ),
];

/** One new repository with one commit. */
export function repositoryPublish(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:repository:publish',
    description:
      'Makes a repository and pushes a folder of the workspace as its first commit, with a tag if one is asked for. Done again by the same task, also after a crash, it is the same repository and commit',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputFields,
      output: outputFields,
    },
    async handler(ctx) {
      const { input, logger } = ctx;
      const { visibility = 'private', defaultBranch = DEFAULT_BRANCH } = input;
      const { tag } = input;
      if (tag !== undefined && !/^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/.test(tag))
        throw new InputError(
          `tag "${tag}" is not a name for a tag: letters and digits, with single dots, dashes and underscores between them, such as v0.1.0`,
        );
      const repository = options.hosts.repository(input.repository);
      const { name, url } = repository;
      const type = hostType(options.hosts, repository) ?? repository.host;
      if (!canPublish(repository))
        throw new InputError(
          `Repositories can't be made on ${
            repository.host
          } by this action. Use Backstage's own, ${
            ownActions[type] ?? `publish:${type}`
          }, in its place`,
        );
      const source = await readSource(ctx.workspacePath, input.sourcePath);
      await refuseSecretsInFiles(
        [...source.files].map(([path, bytes]) => [
          `${input.sourcePath}/${path}`,
          bytes.toString('utf8'),
        ]),
      );
      ctx.output('repositoryUrl', url);
      ctx.output('catalogInfoUrl', catalogInfoUrl(type, url, defaultBranch));
      if (ctx.isDryRun) {
        ctx.output('remoteUrl', `${url}.git`);
        logger.info(
          `The repository ${name} would be made, ${visibility}, with ${
            source.files.size
          } files in one commit on ${defaultBranch}${
            tag === undefined ? '' : `, tagged ${tag}`
          }`,
        );
        if (await exists(repository, limited(ctx.signal)))
          logger.warn(`${taken(repository)} It would be refused`);
        return;
      }
      const credentials = await repository.gitCredentials({
        signal: limited(ctx.signal),
      });
      ctx.output('remoteUrl', credentials.url);
      const key = `gitops.repository.publish.v1.${repository.host}/${name}`;
      // From here on what is found under the name is this task's own, also after a crash
      await ctx.checkpoint({
        key: `${key}.claim`,
        fn: async () => {
          if (await exists(repository, limited(ctx.signal)))
            throw new ConflictError(`${taken(repository)} Choose another name`);
        },
      });
      const { commit } = await ctx.checkpoint({
        key,
        fn: async () => {
          const signal = limited(ctx.signal, PUSH_MS);
          const { made } = await repository.ensureExists(
            {
              description: input.description,
              isPrivate: visibility === 'private',
            },
            { signal },
          );
          const sha = await ensureFirstCommit(
            repository,
            {
              isNew: made,
              branch: defaultBranch,
              message: input.commitMessage?.trim() || 'Initial commit',
              author: { name: input.authorName, email: input.authorEmail },
              taskId: ctx.task.id,
              // Of Git's own: one that was begun before a crash is not gone on with
              async makeFolder() {
                const folder = await ctx.createTemporaryDirectory();
                await source.copyTo(folder);
                return folder;
              },
            },
            { credentials, logger, signal },
          );
          return { commit: sha };
        },
      });
      if (tag !== undefined)
        await ctx.checkpoint({
          key: `${key}.tag`,
          fn: () =>
            ensureTag(
              {
                name,
                tag,
                commit,
                branch: defaultBranch,
                makeFolder: () => ctx.createTemporaryDirectory(),
              },
              { credentials, signal: limited(ctx.signal, PUSH_MS) },
            ),
        });
      logger.info(
        `Repository ${url}, with commit ${commit}${
          tag === undefined ? '' : ` and tag ${tag}`
        }`,
      );
      ctx.output('commit', commit);
    },
  });
}

type Publishable = GitRepository &
  Required<Pick<GitRepository, 'ensureExists' | 'gitCredentials'>>;

function canPublish(repository: GitRepository): repository is Publishable {
  return Boolean(repository.ensureExists && repository.gitCredentials);
}

function taken({ name, url }: GitRepository): string {
  return `The repository ${name} exists already: ${url}.`;
}
