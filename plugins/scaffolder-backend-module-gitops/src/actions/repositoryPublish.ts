import { ConflictError, InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  requestedByTrailer,
  type GitRepository,
} from 'backstage-plugin-gitops-node';
import { notePreview } from '../draft/notePreview';
import { catalogInfoUrl } from '../publish/catalogInfoUrl';
import { ensureFirstCommit } from '../publish/ensureFirstCommit';
import { ensureTag } from '../publish/ensureTag';
import { readSource } from '../publish/readSource';
import { exists } from '../repositories/exists';
import { hostType } from '../repositories/hostType';
import { audited } from '../requester/audited';
import { requesterOf } from '../requester/requesterOf';
import { refuseSecretsInFiles } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { ensureRights, rightsOf } from './ensureRights';
import { limited } from './openDraft';
import {
  DEFAULT_BRANCH,
  examples,
  inputFields,
  outputFields,
} from './repositoryPublishFields';

/** Beyond the minute for which Backstage tries to push again */
const PUSH_MS = 5 * 60_000;

/** Backstage's own actions, where their names are not those of our hosts. */
const ownActions: Record<string, string> = { azureDevOps: 'publish:azure' };

/** One new repository with one commit. */
export function repositoryPublish(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:repository:publish',
    description:
      'Creates a repository and pushes a folder of the workspace as its first commit, with a tag if you name one. If the same task repeats it, also after a crash, it finds the same repository and commit',
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
          `tag "${tag}" can't be the name of a tag: use letters and digits, with single dots, dashes and underscores between them, such as v0.1.0`,
        );
      const rights = rightsOf(
        input.access ?? [],
        input.protect ? defaultBranch : undefined,
      );
      const repository = options.hosts.repository(input.repository, {
        token: input.token,
      });
      const { name, url } = repository;
      const type = hostType(options.hosts, repository) ?? repository.host;
      if (!canPublish(repository))
        throw new InputError(
          `Repositories can't be created on ${
            repository.host
          } by this action. Use Backstage's own, ${
            ownActions[type] ?? `publish:${type}`
          }, in its place`,
        );
      if (repository.visibilities?.includes(visibility) === false)
        throw new InputError(
          `Repositories on ${
            repository.host
          } are ${repository.visibilities.join(
            ' or ',
          )}, not ${visibility}. Make it private and give those who read it access, or make it public`,
        );
      const source = await readSource(ctx.workspacePath, input.sourcePath);
      await refuseSecretsInFiles(
        { files: source.files, folder: input.sourcePath },
        { platform: options.allowedSecrets, template: input.allow, logger },
      );
      ctx.output('repositoryUrl', url);
      ctx.output('catalogInfoUrl', catalogInfoUrl(type, url, defaultBranch));
      if (ctx.isDryRun) {
        ctx.output('remoteUrl', `${url}.git`);
        await notePreview(
          ctx.workspacePath,
          url,
          [...source.files].map(([path, after]) => ({
            path,
            before: undefined,
            after,
          })),
        );
        logger.info(
          `The repository ${name} would be made, ${visibility}, with ${
            source.files.size
          } files in one commit on ${defaultBranch}${
            tag === undefined ? '' : `, tagged ${tag}`
          }`,
        );
        for (const { what } of rights) logger.info(`It would get ${what}`);
        if (await exists(repository, limited(ctx.signal)))
          logger.warn(`${taken(repository)} It would be refused`);
        return;
      }
      const credentials = await repository.gitCredentials({
        signal: limited(ctx.signal),
      });
      ctx.output('remoteUrl', credentials.url);
      const by = await requesterOf(ctx);
      const taskId = ctx.task.id;
      const meta = { repository: url, visibility };
      const event = { eventId: 'gitops-repository-publish', by, taskId, meta };
      await audited(options.auditor, event, async () => {
        const key = `gitops.repository.publish.v1.${repository.host}/${name}`;
        // From here on what is found under the name is this task's own, also after a crash
        await ctx.checkpoint({
          key: `${key}.claim`,
          fn: async () => {
            if (await exists(repository, limited(ctx.signal)))
              throw new ConflictError(
                `${taken(repository)} Choose another name`,
              );
          },
        });
        const { commit } = await ctx.checkpoint({
          key,
          fn: async () => {
            const signal = limited(ctx.signal, PUSH_MS);
            const { made } = await repository.ensureExists(
              {
                description: input.description,
                visibility,
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
                by,
                taskId,
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
        logger.info(requestedByTrailer(by));
        ctx.output('commit', commit);
        const refused = await ensureRights(repository, rights, ctx);
        ctx.output('refused', refused);
        return { commit, refused };
      });
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
