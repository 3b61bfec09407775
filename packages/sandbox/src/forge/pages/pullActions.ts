import { ForgeError } from '../ForgeError';
import { mergePull } from '../pulls/mergePull';
import type { PullRequest } from '../pulls/PullRequest';
import { pathOf } from './layout';
import {
  repositoryPage,
  type PageRoute,
  type RepositoryPageCall,
} from './PageRoute';
import { pullOf, pullPage } from './pullPage';

const methods = ['merge', 'squash', 'rebase'] as const;

/** What the buttons of a pull request's page do. */
export const pullActionRoutes: PageRoute[] = [
  action('merge', async ({ repository, form, visitor, forge }, pull) => {
    const by = forge.users.ensure(visitor.choose(form.get('reviewer')));
    await mergePull(repository, pull, {
      method: methods.find(method => method === form.get('method')) ?? 'merge',
      by,
      // What the reviewer saw is what is merged
      expectedHead: form.get('head') ?? undefined,
      deleteBranch: form.get('delete_branch') === 'yes',
    });
  }),
  action('close', async ({ repository, form, visitor, forge }, pull) => {
    repository.pulls.setState(
      pull,
      'closed',
      forge.users.ensure(visitor.choose(form.get('reviewer'))),
    );
  }),
  action('reopen', async ({ repository, visitor, forge }, pull) => {
    repository.pulls.setState(
      pull,
      'open',
      forge.users.ensure(visitor.reviewer),
    );
  }),
];

function action(
  name: string,
  act: (call: RepositoryPageCall, pull: PullRequest) => Promise<void>,
): PageRoute {
  return repositoryPage('POST', `/pulls/:index/${name}`, async call => {
    const pull = pullOf(call);
    try {
      await act(call, pull);
    } catch (error) {
      if (!(error instanceof ForgeError)) throw error;
      return pullPage(call, pull, {
        status: error.status,
        message: reasonOf(error),
      });
    }
    return { redirect: `${pathOf(call.repository)}/pulls/${pull.number}` };
  });
}

/** Gitea's words are for programs; these are for the reviewer */
function reasonOf(error: ForgeError): string {
  const reasons: Record<string, string> = {
    'head out of date':
      'The branch changed since you opened this page. Look at the new changes, then merge',
    'Please try again later':
      'It conflicts with the base branch and was not merged',
    'not found': 'It is closed, or one of its branches is gone',
  };
  return reasons[error.message] ?? error.message;
}
