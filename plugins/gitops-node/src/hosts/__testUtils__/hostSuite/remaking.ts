/* eslint-disable jest/no-export -- part of a suite that each host runs */
import { image } from './HostSubject';
import { bytes, options, SuiteContext, thrownBy } from './SuiteContext';

/** A branch that is rebuilt on a newer base, with its pull request. */
export function describeRemaking(context: SuiteContext): void {
  /** A pull request, and a function that rebuilds its branch after its base moved. */
  const setUp = async () => {
    const { number, branch, head: expectedHead } = await context.opened();
    await context.subject.commitDirectly('main', { 'other.txt': 'other' });
    const change = { ...(await context.change()), branch, expectedHead };
    const remake = () => context.repository.remakeBranch!(change, options());
    return { number, branch, change, remake };
  };
  /** What a refused try leaves behind. */
  const refused = async ({
    branch,
    remake,
  }: Awaited<ReturnType<typeof setUp>>) => ({
    error: await thrownBy(remake()),
    head: await context.repository.head(branch, options()),
  });
  const conflictAbout = (branch: string) => ({
    problem: 'conflict',
    message: expect.stringContaining(branch),
  });

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

  it('finds one that was made anew while its base went on', async () => {
    const { remake } = await setUp();
    await context.subject.commitDirectly('main', { 'more.txt': 'more' });
    expect(await remake()).toEqual(await remake());
  });

  it('leaves a branch that somebody changed', async () => {
    const at = await setUp();
    const theirs = { 'theirs.txt': 'theirs' };
    const head = await context.subject.commitDirectly(at.branch, theirs);
    expect(await refused(at)).toMatchObject({
      error: conflictAbout(at.branch),
      head,
    });
  });

  it('leaves a branch that somebody changed after it was made anew', async () => {
    const at = await setUp();
    await at.remake();
    const theirs = { 'theirs.txt': 'theirs' };
    const head = await context.subject.commitDirectly(at.branch, theirs);
    expect(await refused(at)).toMatchObject({
      error: conflictAbout(at.branch),
      head,
    });
  });

  it('leaves a branch that somebody made anew, with the same bytes and words of their own', async () => {
    const at = await setUp();
    const same = { [image]: 'newTag: 1.5.0\n' };
    const head = await context.subject.forcePush(at.branch, same);
    expect(await refused(at)).toMatchObject({
      error: conflictAbout(at.branch),
      head,
    });
  });

  it('leaves a branch whose one commit, with our message, changes another file as well', async () => {
    const at = await setUp();
    const { repository, subject } = context;
    await subject.deleteBranch(at.branch);
    const files = new Map([...at.change.files, ['more.txt', bytes('more')]]);
    const more = { ...at.change, files };
    const { head } = await repository.ensureBranch(more, options());
    expect(await refused(at)).toMatchObject({
      error: conflictAbout(at.branch),
      head,
    });
  });

  it('leaves a branch whose one commit, with our message, has other bytes', async () => {
    const at = await setUp();
    const { repository, subject } = context;
    await subject.deleteBranch(at.branch);
    const files = new Map([[image, bytes('newTag: 6.6.6\n')]]);
    const other = { ...at.change, files };
    const { head } = await repository.ensureBranch(other, options());
    expect(await refused(at)).toMatchObject({
      error: conflictAbout(at.branch),
      head,
    });
  });

  it('does not make a branch again that somebody deleted', async () => {
    const at = await setUp();
    await context.subject.deleteBranch(at.branch);
    expect(await refused(at)).toMatchObject({
      error: conflictAbout(at.branch),
      head: undefined,
    });
  });
}
