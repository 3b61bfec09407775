/* eslint-disable jest/no-export -- part of a suite that each host runs */
import { binary, HostTraits, image, oddName, seed } from './HostSubject';
import { options, SuiteContext } from './SuiteContext';

const noSuch = '0123456789'.repeat(4);

/** What a repository holds, and what is known of itself. */
export function describeReading(
  context: SuiteContext,
  { listsLinksAsFiles }: HostTraits,
): void {
  const read = async (path: string, ref = 'main') => {
    const found = await context.repository.read({ path, ref }, options());
    return found && Buffer.from(found);
  };
  const list = async (path: string) => {
    const found = await context.repository.list(
      { path, ref: 'main' },
      options(),
    );
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  };

  it('knows what the repository itself is', async () => {
    const { repository, subject } = context;
    const info = await repository.get(options());
    expect(info).toMatchObject({ defaultBranch: 'main', isArchived: false });
    expect(info.canPush).not.toBe(false);
    expect(repository.host).toBe(subject.host.host);
    expect(subject.url).toContain(repository.name);
  });

  it('knows the head of a branch, and that there is no other branch', async () => {
    const { repository, subject } = context;
    const sha = await subject.commitDirectly('feature/a+b', { 'a.txt': 'a' });
    expect(await repository.head('feature/a+b', options())).toBe(sha);
    expect(await repository.head('feature', options())).toBeUndefined();
    expect(await repository.head('feature/a', options())).toBeUndefined();
  });

  it('reads a file byte by byte, whatever it is called', async () => {
    expect(await read(image)).toEqual(Buffer.from(seed.get(image) as string));
    expect(await read(oddName)).toEqual(Buffer.from('odd\n'));
    expect(await read('logo.png')).toEqual(Buffer.from(binary));
    expect(await read('empty.txt')).toEqual(Buffer.alloc(0));
  });

  it('reads a file as it was at a commit', async () => {
    const { repository, subject } = context;
    const before = await repository.head('main', options());
    await subject.commitDirectly('main', { 'README.md': 'new\n' });
    expect(String(await read('README.md', before))).toBe('# GitOps\n');
    expect(String(await read('README.md'))).toBe('new\n');
  });

  it('answers nothing for what is not there', async () => {
    expect(await read('apps/nothing.yaml')).toBeUndefined();
    expect(await read('README.md/below')).toBeUndefined();
    expect(await read('README.md', 'no-such-branch')).toBeUndefined();
    expect(await read('README.md', noSuch)).toBeUndefined();
  });

  it.each(['apps/pricing', 'apps/pricing/link.yaml'])(
    'refuses to read %s, which is no file',
    async path => {
      await expect(read(path)).rejects.toMatchObject({ problem: 'notAFile' });
    },
  );

  it('refuses to read a file beyond the limit', async () => {
    await expect(read('large.bin')).rejects.toMatchObject({
      problem: 'tooLarge',
      message: expect.stringContaining('large.bin'),
    });
  });

  it.each(['../../other', 'apps/../../x', '.', 'apps/./x'])(
    'refuses the path %s, which could lead elsewhere',
    async path => {
      const ref = 'main';
      const { repository } = context;
      const invalid = { problem: 'invalid' };
      await expect(read(path)).rejects.toMatchObject(invalid);
      await expect(
        repository.list({ path, ref }, options()),
      ).rejects.toMatchObject(invalid);
      await expect(
        repository.commits({ path, ref, limit: 1 }, options()),
      ).rejects.toMatchObject(invalid);
    },
  );

  it('lists a directory, not what is below it', async () => {
    expect(await list('apps/pricing')).toEqual([
      { name: 'base', path: 'apps/pricing/base', kind: 'directory' },
      { name: 'envs', path: 'apps/pricing/envs', kind: 'directory' },
      {
        name: 'link.yaml',
        path: 'apps/pricing/link.yaml',
        kind: listsLinksAsFiles ? 'file' : 'other',
      },
    ]);
    const root = await list('');
    expect(root.map(({ name }) => name)).toEqual([
      'README.md',
      'apps',
      'docs',
      'empty.txt',
      'large.bin',
      'logo.png',
    ]);
  });

  it('lists nothing where there is no directory', async () => {
    expect(await list('apps/nothing')).toEqual([]);
    expect(await list('README.md')).toEqual([]);
  });

  it('tells the newest commits of a path', async () => {
    const { repository, subject } = context;
    const first = await repository.head('main', options());
    const second = await subject.commitDirectly('main', { [image]: 'two\n' });
    await subject.commitDirectly('main', { 'README.md': 'other\n' });
    const third = await subject.commitDirectly('main', { [image]: 'three\n' });
    const of = { path: image, ref: 'main' };
    const all = await repository.commits({ ...of, limit: 10 }, options());
    expect(all.map(({ sha }) => sha)).toEqual([third, second, first]);
    const newest = await repository.commits({ ...of, limit: 2 }, options());
    expect(newest).toEqual(all.slice(0, 2));
    expect(newest[0]).toMatchObject({
      subject: expect.stringMatching(/./),
      author: { name: expect.stringMatching(/./) },
      date: new Date(newest[0].date).toISOString(),
      url: expect.stringContaining(third.slice(0, 7)),
    });
    const directory = await repository.commits(
      { path: 'apps', ref: 'main', limit: 10 },
      options(),
    );
    expect(directory).toHaveLength(3);
  });

  it('tells of no commit where a path never was', async () => {
    const of = { path: 'apps/nothing.yaml', ref: 'main', limit: 5 };
    expect(await context.repository.commits(of, options())).toEqual([]);
  });

  it('knows whether a commit is contained in another', async () => {
    const { repository, subject } = context;
    const first = (await repository.head('main', options()))!;
    const second = await subject.commitDirectly('main', { a: 'a' });
    const aside = await subject.commitDirectly('aside', { b: 'b' });
    const third = await subject.commitDirectly('main', { c: 'c' });
    const contained = (commit: string, of: string) =>
      repository.isContained({ commit, of }, options());
    expect(await contained(first, third)).toBe(true);
    expect(await contained(second, third)).toBe(true);
    expect(await contained(third, third)).toBe(true);
    expect(await contained(third, second)).toBe(false);
    expect(await contained(aside, third)).toBe(false);
  });

  it('does not know whether a commit is contained where one of them is not there', async () => {
    const { repository } = context;
    const head = (await repository.head('main', options()))!;
    const contained = (commit: string, of: string) =>
      repository.isContained({ commit, of }, options());
    expect(await contained(noSuch, head)).toBeUndefined();
    expect(await contained(head, noSuch)).toBeUndefined();
  });
}
