/* eslint-disable jest/no-export -- part of a suite that each host runs */
import { binary, HostTraits, image } from './HostSubject';
import { bytes, options, SuiteContext } from './SuiteContext';

/** A branch with its one commit: found before it is made. */
export function describeBranches(
  context: SuiteContext,
  { commitsFilesApart }: HostTraits,
): void {
  if (commitsFilesApart) describeCommitsApart(context);
  else describeWholeCommits(context);

  it('finds the branch when it is asked for again', async () => {
    const { repository } = context;
    const change = await context.change();
    const first = await repository.ensureBranch(change, options());
    const again = await repository.ensureBranch(change, options());
    expect(again).toEqual({ head: first.head, made: false });
  });

  it('makes one branch for twenty that ask at once', async () => {
    const { repository, subject } = context;
    const change = await context.change();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        repository.ensureBranch(change, options()),
      ),
    );
    expect(new Set(answers.map(({ head }) => head)).size).toBe(1);
    expect(answers.filter(({ made }) => made)).toHaveLength(1);
    expect((await subject.branches()).sort()).toEqual([change.branch, 'main']);
  });

  it('makes the same branch again that somebody deleted', async () => {
    const { repository, subject } = context;
    const change = await context.change();
    await repository.ensureBranch(change, options());
    await repository.deleteBranch(change.branch, options());
    const again = await repository.ensureBranch(change, options());
    expect(again.made).toBe(true);
    expect((await subject.branches()).sort()).toEqual([change.branch, 'main']);
  });

  it('refuses a branch that is there with other content', async () => {
    const { repository, subject } = context;
    const change = await context.change();
    const theirs = await subject.commitDirectly(change.branch, {
      [image]: 'newTag: 9.9.9\n',
    });
    await expect(
      repository.ensureBranch(change, options()),
    ).rejects.toMatchObject({
      problem: 'conflict',
      message: expect.stringContaining(change.branch),
    });
    expect(await repository.head(change.branch, options())).toBe(theirs);
  });

  it('leaves other files alone where the base went on meanwhile', async () => {
    const { repository, subject } = context;
    const change = await context.change();
    await subject.commitDirectly('main', { 'empty.txt': 'not any more' });
    const { head } = await repository.ensureBranch(change, options());
    const { number } = (
      await repository.ensurePullRequest(
        { branch: change.branch, base: 'main', title: 'T', body: '' },
        options(),
      )
    ).pullRequest;
    await repository.merge({ number, expectedHead: head }, options());
    const read = async (path: string) =>
      String(
        Buffer.from((await repository.read({ path, ref: 'main' }, options()))!),
      );
    expect(await read('empty.txt')).toBe('not any more');
    expect(await read(image)).toBe('newTag: 1.5.0\n');
  });

  it.each([
    ['changed', 'newTag: 1.6.0\n'],
    ['deleted', null],
  ])('never overwrites a file that somebody %s meanwhile', async (_, text) => {
    const { repository, subject } = context;
    const change = await context.change();
    const theirs = await subject.commitDirectly('main', { [image]: text });
    // A host either refuses at once, or makes a branch that only a person can merge
    const answer = await repository
      .ensureBranch(change, options())
      .catch(error => error);
    if (!(answer instanceof Error)) {
      const request = { branch: change.branch, base: 'main' };
      const { pullRequest } = await repository.ensurePullRequest(
        { ...request, title: 'T', body: '' },
        options(),
      );
      const merge = { number: pullRequest.number, expectedHead: answer.head };
      await repository.merge(merge, options());
    }
    const [ours] = await repository.commits(
      { path: image, ref: 'main', limit: 1 },
      options(),
    );
    expect(ours.sha).toBe(theirs);
    expect(['conflict', true]).toContain(answer.problem ?? answer.made);
  });

  it('refuses a path that leads out of the repository', async () => {
    const { repository } = context;
    const change = await context.change({
      files: new Map([['apps/../../x', bytes('x')]]),
    });
    await expect(
      repository.ensureBranch(change, options()),
    ).rejects.toMatchObject({ problem: 'invalid' });
    expect(await repository.head(change.branch, options())).toBeUndefined();
  });

  it('deletes a branch, and is content where it is gone', async () => {
    const { repository, subject } = context;
    await subject.commitDirectly('feature/old', { a: 'a' });
    await repository.deleteBranch('feature/old', options());
    expect(await repository.head('feature/old', options())).toBeUndefined();
    await repository.deleteBranch('feature/old', options());
    expect(await subject.branches()).toEqual(['main']);
  });
}

function describeWholeCommits(context: SuiteContext): void {
  it('makes a branch with one commit that changes the files', async () => {
    const { repository } = context;
    const change = await context.change({
      files: new Map([
        [image, bytes('newTag: 1.5.0\n')],
        ['new/deep/file ü.bin', binary],
        ['README.md', null],
      ]),
    });
    const { branch: ref, base } = change;
    const { head, made } = await repository.ensureBranch(change, options());
    expect(made).toBe(true);
    expect(await repository.head(ref, options())).toBe(head);
    expect(await repository.head('main', options())).toBe(base.sha);
    const read = async (path: string) =>
      repository.read({ path, ref }, options());
    expect(Buffer.from((await read(image))!)).toEqual(
      Buffer.from('newTag: 1.5.0\n'),
    );
    expect(Buffer.from((await read('new/deep/file ü.bin'))!)).toEqual(
      Buffer.from(binary),
    );
    expect(await read('README.md')).toBeUndefined();
    expect(await read('empty.txt')).toHaveLength(0);
    const [own, before] = await repository.commits(
      { path: image, ref, limit: 5 },
      options(),
    );
    expect(own).toMatchObject({
      sha: head,
      subject: 'Promote pricing to production',
      body: 'As planned.\n\nBy: Ana',
    });
    expect(before.sha).toBe(base.sha);
  });
}

function describeCommitsApart(context: SuiteContext): void {
  it('makes a branch with a commit for each of the files', async () => {
    const { repository } = context;
    const files = new Map([
      [image, bytes('newTag: 1.5.0\n')],
      ['new/deep/file ü.bin', binary],
    ]);
    const change = await context.change({ files });
    const { branch: ref, base } = change;
    const { head, made } = await repository.ensureBranch(change, options());
    expect(made).toBe(true);
    expect(await repository.head(ref, options())).toBe(head);
    expect(await repository.head('main', options())).toBe(base.sha);
    for (const [path, wanted] of files) {
      const found = await repository.read({ path, ref }, options());
      expect(Buffer.from(found!)).toEqual(Buffer.from(wanted));
    }
    const commits = await repository.commits(
      { path: '', ref, limit: 5 },
      options(),
    );
    expect(commits.map(({ sha }) => sha)).toEqual([
      head,
      expect.any(String),
      base.sha,
    ]);
    for (const { subject, body } of commits.slice(0, 2))
      expect({ subject, body }).toEqual({
        subject: 'Promote pricing to production',
        body: 'As planned.\n\nBy: Ana',
      });
  });

  it('refuses to delete a file, and makes no branch for it', async () => {
    const { repository } = context;
    const files = new Map([
      [image, bytes('newTag: 1.5.0\n')],
      ['README.md', null],
    ]);
    const change = await context.change({ files });
    await expect(
      repository.ensureBranch(change, options()),
    ).rejects.toMatchObject({
      problem: 'invalid',
      message: expect.stringContaining('README.md'),
    });
    expect(await repository.head(change.branch, options())).toBeUndefined();
  });
}
