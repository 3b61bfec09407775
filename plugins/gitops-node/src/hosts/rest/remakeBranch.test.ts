import type { GitRepository } from '../GitHost';
import { remakeBranch, ShownCommit } from './remakeBranch';

const NEWER = 'newer than the base';
const ours: ShownCommit = {
  message: 'Promote pricing\n\nBy: Ana',
  parents: ['base'],
  paths: ['kustomization.yaml'],
};

/** Looks at a branch whose head is another than the expected one. */
function remake(shown: Partial<ShownCommit>, differing?: string) {
  const repository: Partial<GitRepository> = {
    name: 'platform/gitops',
    head: async branch => (branch === 'main' ? NEWER : 'head'),
    isContained: async ({ commit, of }) =>
      of === NEWER && ['base', NEWER].includes(commit),
  };
  const change = {
    branch: 'gitops/pricing',
    base: { branch: 'main', sha: 'base' },
    files: new Map([['kustomization.yaml', Buffer.from('newTag: 1.5.0')]]),
    message: ours.message,
    expectedHead: 'before',
  };
  return remakeBranch(
    repository as GitRepository,
    change,
    { signal: new AbortController().signal },
    {
      replace: async () => 'replaced',
      show: async () => ({ ...ours, ...shown }),
      differing: async () => differing,
    },
  );
}

it.each<[string, Partial<ShownCommit>]>([
  ['is as we write it', {}],
  ['changes nothing that the base has not', { paths: [] }],
  ['has a trailer that the host added', { message: `${ours.message}\nBy: X` }],
  ['is on a newer commit of its base', { parents: [NEWER] }],
])('takes a branch for ours whose one commit %s', async (_, shown) => {
  expect(await remake(shown)).toEqual({ head: 'head' });
});

it.each<[string, Partial<ShownCommit>]>([
  ['has another message', { message: 'Update branch' }],
  ['has a message that only begins alike', { message: `${ours.message}s` }],
  ['merges something', { parents: ['base', 'other'] }],
  ['has no parent', { parents: [] }],
  ['is not on its base', { parents: ['theirs'] }],
  ['changes another file', { paths: [...ours.paths, 'theirs.txt'] }],
])('leaves a branch whose head %s', async (_, shown) => {
  await expect(remake(shown)).rejects.toMatchObject({
    problem: 'conflict',
    message: expect.stringContaining('changed by somebody else'),
  });
});

it('leaves a branch whose one commit has other bytes', async () => {
  await expect(remake({}, 'kustomization.yaml')).rejects.toMatchObject({
    problem: 'conflict',
  });
});
