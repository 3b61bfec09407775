import { posix } from 'node:path';
import { ConflictError, InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  inParallel,
  requestedByMarkdown,
  requestedByTrailer,
  type GitRepository,
  type Requester,
} from 'backstage-plugin-gitops-node';
import type { Draft } from '../draft/Draft';
import { notePreview } from '../draft/notePreview';
import { givenOrPinned } from '../draft/pin';
import { catalogInfoUrl } from '../publish/catalogInfoUrl';
import { hostType } from '../repositories/hostType';
import { audited } from '../requester/audited';
import { requesterOf } from '../requester/requesterOf';
import { trailersOf } from '../requester/trailers';
import { refuseSecretsInFiles } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { limited, openDraft } from './openDraft';
import { examples, inputFields, outputFields } from './pullRequestFields';

/** One pull request with all that the task has written for the GitOps repository. */
export function pullRequest(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:pull-request',
    description:
      'Opens one pull request with all files that were written for a repository, on any Git host of the integrations. If it is repeated, it finds the same pull request',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputFields,
      output: outputFields,
    },
    async handler(ctx) {
      const { input } = ctx;
      const { branchName } = input;
      const draft = await openDraft(options, ctx);
      const repository = options.hosts.repository(
        givenOrPinned('repository', input.repository, draft.base?.address),
        { token: input.token },
      );
      const files = await changed(draft);
      const paths = [...files.keys()].sort();
      const written = [...files].flatMap(([path, bytes]) =>
        bytes ? [[path, bytes] as const] : [],
      );
      await refuseSecretsInFiles(
        { files: written, before: path => draft.comparableBefore(path) },
        {
          platform: options.allowedSecrets,
          template: input.allow,
          logger: ctx.logger,
        },
      );
      ctx.output('files', paths);
      ctx.output('branchName', branchName);
      if (files.size === 0) {
        ctx.logger.info(
          `${repository.name} has all of this already: no pull request is needed`,
        );
        return;
      }
      ctx.logger.info(
        `${paths.length} files of ${repository.name}: ${paths.join(', ')}`,
      );
      const described = paths.find(
        path => posix.basename(path) === 'catalog-info.yaml',
      );
      ctx.output(
        'catalogInfoUrl',
        described &&
          catalogInfoUrl(
            hostType(options.hosts, repository) ?? repository.host,
            repository.url,
            draft.base!.branch,
            described,
          ),
      );
      if (ctx.isDryRun) {
        await notePreview(
          ctx.workspacePath,
          repository.url,
          await inParallel(files, async ([path, after]) => ({
            path,
            before: await draft.comparableBefore(path),
            after,
          })),
        );
        ctx.logger.info(
          `A pull request from ${branchName} into ${draft.base?.branch} would be opened: ${input.title}`,
        );
        return;
      }
      const base = draft.base!;
      const by = await requesterOf(ctx);
      const taskId = ctx.task.id;
      const meta = { repository: repository.url, branch: branchName };
      const event = { eventId: 'gitops-pull-request', by, taskId, meta };
      await audited(options.auditor, event, async () => {
        const key = `gitops.pull-request.v1.${repository.name}.${branchName}`;
        // From here on what is found under the name is this task's own, also after a crash
        await ctx.checkpoint({
          key: `${key}.claim`,
          fn: () =>
            refuseTaken(repository, branchName, base.branch, ctx.signal),
        });
        const opened = await ctx.checkpoint({
          key,
          fn: async () => {
            const signal = limited(ctx.signal);
            await repository.ensureBranch(
              {
                branch: branchName,
                base: { branch: base.branch, sha: base.sha },
                files,
                message: messageOf(input, by, taskId),
              },
              { signal },
            );
            const { pullRequest: made } = await repository.ensurePullRequest(
              {
                branch: branchName,
                base: base.branch,
                title: input.title,
                body: bodyOf(input, by),
              },
              { signal },
            );
            const { url, number } = made;
            const { labels = [], reviewers = [] } = input;
            const ofLabels = await repository.addLabels(
              { number, labels },
              { signal },
            );
            const ofReviewers = await repository.requestReviewers(
              { number, reviewers },
              { signal },
            );
            const refused = [
              ...ofLabels.refused.map(name => `label ${name}`),
              ...ofReviewers.refused.map(name => `reviewer ${name}`),
            ];
            if (refused.length > 0)
              ctx.logger.warn(
                `The Git host refused ${refused.join(
                  ', ',
                )} of the pull request`,
              );
            return { url, number };
          },
        });
        ctx.logger.info(`Pull request ${opened.url}`);
        ctx.logger.info(requestedByTrailer(by));
        ctx.output('url', opened.url);
        ctx.output('number', opened.number);
        return opened;
      });
    },
  });
}

/**
 * What the repository does not have already, and null for what it is not to have any more.
 *
 * @throws InputError where the task has written nothing at all: that is no pull request which isn't
 *   needed
 */
async function changed(draft: Draft): Promise<Map<string, Buffer | null>> {
  const written = await draft.written();
  const removed = await draft.removed();
  if (written.size + removed.length === 0)
    throw new InputError(
      'There are no files to propose. No step has written any into targetPath, or they were lost when the task was recovered on another machine (scaffolder.taskRecovery.workspaceProvider keeps them). Start the task again',
    );
  // Of several files in a folder, one request tells which are new
  const folders = [...written.keys()].map(path => posix.dirname(path));
  const shared = folders.filter((one, index) => folders.indexOf(one) !== index);
  await inParallel(new Set(shared), one => draft.entriesBefore(one));
  const differing = await inParallel(written, async ([path, bytes]) => {
    const before = await draft.comparableBefore(path);
    return before && bytes.equals(before) ? [] : [[path, bytes] as const];
  });
  return new Map<string, Buffer | null>([
    ...differing.flat(),
    ...removed.map(path => [path, null] as const),
  ]);
}

/**
 * @throws ConflictError where another task, or a person, has opened a pull request from the branch
 */
async function refuseTaken(
  repository: GitRepository,
  branch: string,
  base: string,
  taskSignal: AbortSignal | undefined,
): Promise<void> {
  const signal = limited(taskSignal);
  const found = await repository.findPullRequest({ branch, base }, { signal });
  if (!found) return;
  const head = await repository.head(branch, { signal });
  // What was merged or closed, and whose branch was deleted, is over
  if (found.state !== 'open' && head === undefined) return;
  throw new ConflictError(
    found.state === 'open'
      ? `This pull request exists already: ${found.url} is open. Merge it or close it first`
      : `This pull request exists already: ${found.url} is ${found.state}, and its branch ${branch} still exists. Delete the branch to propose it again`,
  );
}

function messageOf(
  { title, description }: { title: string; description?: string },
  by: Requester,
  taskId: string,
): string {
  const paragraphs = [title, description?.trim(), trailersOf(by, taskId)];
  return `${paragraphs.filter(Boolean).join('\n\n')}\n`;
}

function bodyOf({ description }: { description?: string }, by: Requester) {
  const last = `Made from a template, ${requestedByMarkdown(by)}.`;
  return [description?.trim(), last].filter(Boolean).join('\n\n');
}
