/* eslint-disable jest/no-export -- part of a suite that each host runs */
import { image } from './HostSubject';
import { options, SuiteContext } from './SuiteContext';

/** A branch that is made anew on a newer base, with its pull request. */
export function describeRemaking(context: SuiteContext): void {
  /** A pull request, and what makes its branch anew after its base moved. */
  const setUp = async () => {
    const { number, branch, head: expectedHead } = await context.opened();
    await context.subject.commitDirectly('main', { 'other.txt': 'other' });
    const change = { ...(await context.change()), branch, expectedHead };
    const remake = () => context.repository.remakeBranch!(change, options());
    return { number, branch, change, remake };
  };

  it('brings the same bytes on top of a newer base, and keeps the pull request', async () => {
    const { repository } = context;
    const { number, branch, change, remake } = await setUp();
    const { head } = await remake();
    expect(head).not.toBe(change.expectedHead);
    expect(await repository.head(branch, options())).toBe(head);
    expect(await repository.pullRequest(number, options())).toMatchObject({
      state: 'open',
      head,
    });
    const [own, before] = await repository.commits(
      { path: '', ref: branch, limit: 2 },
      options(),
    );
    expect([own.sha, before.sha]).toEqual([head, change.base.sha]);
    const file = await repository.read({ path: image, ref: head }, options());
    expect(String(Buffer.from(file!))).toBe('newTag: 1.5.0\n');
  });

  it('finds one that was made anew already', async () => {
    const { remake } = await setUp();
    expect(await remake()).toEqual(await remake());
  });

  it('leaves a branch that somebody changed', async () => {
    const { branch, remake } = await setUp();
    const theirs = await context.subject.commitDirectly(branch, {
      'theirs.txt': 'theirs',
    });
    await expect(remake()).rejects.toMatchObject({
      problem: 'conflict',
      message: expect.stringContaining(branch),
    });
    expect(await context.repository.head(branch, options())).toBe(theirs);
  });

  it('does not make a branch again that somebody deleted', async () => {
    const { branch, remake } = await setUp();
    await context.subject.deleteBranch(branch);
    await expect(remake()).rejects.toMatchObject({ problem: 'conflict' });
    expect(await context.repository.head(branch, options())).toBeUndefined();
  });
}
