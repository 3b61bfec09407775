import type { MergeMethod } from '../../git/mergeCommits';
import { ForgeError, notFound } from '../ForgeError';
import type { Route } from '../http/Route';
import { mergePull } from '../pulls/mergePull';
import { pullOf } from './pulls';
import { repositoryRoute, writeRoute } from './repositoryRoute';

const methods: Record<string, MergeMethod> = {
  merge: 'merge',
  squash: 'squash',
  rebase: 'rebase',
  'rebase-merge': 'rebase-merge',
};

export const pullMergeRoutes: Route[] = [
  repositoryRoute('GET', '/pulls/:index/merge', async call => {
    if (!pullOf(call).merged) throw notFound();
    return { status: 204 };
  }),

  writeRoute(
    'POST',
    '/pulls/:index/merge',
    async call => {
      const { repository, actor, body } = call;
      const pull = pullOf(call);
      const wanted = body.requiredText('Do');
      const method = methods[wanted];
      if (!method)
        throw new ForgeError(
          422,
          `[Do]: In(${Object.keys(methods)}), not ${wanted}`,
        );
      await mergePull(repository, pull, {
        method,
        by: actor,
        expectedHead: body.text('head_commit_id'),
        title: body.text('MergeTitleField') ?? body.text('merge_title_field'),
        message:
          body.text('MergeMessageField') ?? body.text('merge_message_field'),
        deleteBranch: body.flag('delete_branch_after_merge'),
      });
      return { status: 200 };
    },
    { needs: 'read' },
  ),
];
