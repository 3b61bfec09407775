import type { GitRepository } from 'backstage-plugin-gitops-node';
import { NOW, openPullRequest } from '../__testUtils__/samples';
import { remake } from './update';

const OLD = 'c'.repeat(40);
const NEW = 'e'.repeat(40);
const bo = { ref: 'user:default/bo', name: 'Bo' };

it('takes the approval of a merge over to a branch that is rebuilt with the same bytes', async () => {
  const repository: Partial<GitRepository> = {
    remakeBranch: async () => ({ head: NEW }),
  };
  const approvedAt = (head: string) =>
    openPullRequest({
      head: OLD,
      update: { step: 'remake', on: 'f'.repeat(40) },
      statuses: {
        evaluation: { basis: '', againAt: new Date(NOW).toISOString() },
        head: OLD,
        gates: [],
        approved: { by: bo, head },
      },
    });
  const rebuilt = async (head: string) =>
    (
      await remake(approvedAt(head), repository as GitRepository, {
        signal: new AbortController().signal,
        now: NOW,
        evaluate: async row => row,
      })
    ).statuses?.approved;
  expect(await rebuilt(OLD)).toEqual({ by: bo, head: NEW });
  // That was another commit
  expect(await rebuilt('a'.repeat(40))).toEqual({
    by: bo,
    head: 'a'.repeat(40),
  });
});
