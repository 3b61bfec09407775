import { checkMayEdit, checkNotArchived } from '../access';
import { ForgeError } from '../ForgeError';
import { mergePull } from '../pulls/mergePull';
import type { PullRequest } from '../pulls/PullRequest';
import { submitReview } from '../pulls/reviews';
import type { User } from '../Users';
import { pathOf } from './layout';
import {
  repositoryPage,
  type PageRoute,
  type RepositoryPageCall,
} from './PageRoute';
import { pullOf, pullPage } from './pullPage';

const methods = ['merge', 'squash', 'rebase', 'rebase-merge'] as const;

type PullCall = RepositoryPageCall & { pull: PullRequest; by: User };

/** What the buttons of a pull request's page do. */
export const pullActionRoutes: PageRoute[] = [
  action('merge', async ({ repository, form, pull, by }) => {
    await mergePull(repository, pull, {
      method: methods.find(method => method === form.get('method')) ?? 'merge',
      by,
      // What the reviewer saw is what is merged
      expectedHead: form.get('head') ?? undefined,
      deleteBranch: form.get('delete_branch') === 'yes',
    });
  }),
  action('approve', async call => review(call, 'APPROVED')),
  action('reject', async call => review(call, 'REQUEST_CHANGES')),
  action('comment', async call => review(call, 'COMMENT')),
  action('close', async call => setState(call, 'closed')),
  action('reopen', async call => setState(call, 'open')),
];

function review(
  { repository, form, pull, by }: PullCall,
  state: 'APPROVED' | 'REQUEST_CHANGES' | 'COMMENT',
): void {
  submitReview(repository, pull, {
    state,
    body: form.get('body') ?? '',
    by,
    commit: form.get('head') || undefined,
  });
}

function setState(
  { repository, pull, by }: PullCall,
  state: 'open' | 'closed',
): void {
  checkMayEdit(repository, pull, by);
  checkNotArchived(repository);
  repository.pulls.setState(pull, state, by);
}

function action(
  name: string,
  act: (call: PullCall) => Promise<void>,
): PageRoute {
  return repositoryPage('POST', `/pulls/:index/${name}`, async call => {
    const pull = pullOf(call);
    try {
      const by = call.forge.users.ensure(
        call.visitor.choose(call.form.get('reviewer')),
      );
      await act({ ...call, pull, by });
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
    'Does not have enough approvals':
      'It was not merged: its base branch is protected and asks for more approvals',
    'There are requested changes':
      'It was not merged: somebody asks for changes first',
    'User not allowed to merge PR':
      'You may not merge here: this person can only read',
    'approve your own pull is not allowed':
      'Somebody else has to approve it: it is your own',
    'reject your own pull is not allowed':
      'Somebody else has to review it: it is your own',
  };
  if (error.status === 423)
    return 'The repository is archived: it takes no changes';
  return reasons[error.message] ?? error.message;
}
