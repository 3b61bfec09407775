import type { GitRepository } from 'backstage-plugin-gitops-node';
import { Snapshots } from './Snapshots';

const URL = 'https://git.example.com/platform/gitops.git';
const signal = new AbortController().signal;

/** A repository of one branch, which counts what it is asked for. */
function repository(files: Record<string, string | Uint8Array>) {
  const state = { head: 'a'.repeat(40) as string | undefined, fails: false };
  const asked: string[] = [];
  const answer = <T>(what: string, value: T): Promise<T> => {
    asked.push(what);
    return state.fails
      ? Promise.reject(new Error('The host is down'))
      : Promise.resolve(value);
  };
  const fake: Partial<GitRepository> = {
    name: 'platform/gitops',
    url: 'https://git.example.com/platform/gitops',
    get: () => answer('get', { defaultBranch: 'main', isArchived: false }),
    head: branch => answer(`head ${branch}`, state.head),
    read: ({ path, ref }) => {
      const text = files[path];
      return answer(
        `read ${path} ${ref[0]}`,
        typeof text === 'string' ? new TextEncoder().encode(text) : text,
      );
    },
    list: ({ path, ref }) =>
      answer(`list ${path} ${ref[0]}`, [
        { name: 'a.yaml', path: `${path}/a.yaml`, kind: 'file' as const },
      ]),
  };
  const snapshots = new Snapshots({
    repositoryOf: () => fake as GitRepository,
    now: Date.now,
  });
  return { snapshots, state, asked };
}

describe('Snapshots', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('reads files and directories at the commit that the branch points to', async () => {
    const { snapshots, asked } = repository({ 'a.yaml': 'tag: 1\n' });
    const snapshot = await snapshots.at(URL, 'main', signal);
    expect(snapshot).toMatchObject({ branch: 'main', base: 'a'.repeat(40) });
    expect(await snapshot.read('a.yaml')).toBe('tag: 1\n');
    expect(await snapshot.read('missing.yaml')).toBeUndefined();
    expect(await snapshot.list('apps')).toEqual([
      { name: 'a.yaml', path: 'apps/a.yaml', kind: 'file' },
    ]);
    expect(asked).toEqual([
      'head main',
      'read a.yaml a',
      'read missing.yaml a',
      'list apps a',
    ]);
  });

  it('takes the default branch where the Application names none', async () => {
    for (const ref of ['', 'HEAD']) {
      const { snapshots, asked } = repository({});
      expect((await snapshots.at(URL, ref, signal)).branch).toBe('main');
      expect(asked).toEqual(['get', 'head main']);
    }
  });

  it('asks once for what several ask for at once, and for a file once a commit', async () => {
    const { snapshots, asked } = repository({ 'a.yaml': 'tag: 1' });
    const all = await Promise.all(
      [1, 2, 3].map(() => snapshots.at(URL, 'main', signal)),
    );
    await Promise.all(all.map(one => one.read('a.yaml')));
    await all[0].read('a.yaml');
    expect(asked).toEqual(['head main', 'read a.yaml a']);
  });

  it('reads anew once the branch has moved, and finds that out within seconds', async () => {
    const { snapshots, state, asked } = repository({ 'a.yaml': 'tag: 1' });
    const first = await snapshots.at(URL, 'main', signal);
    await first.read('a.yaml');
    state.head = 'b'.repeat(40);
    expect((await snapshots.at(URL, 'main', signal)).base).toBe(first.base);
    jest.advanceTimersByTime(3_001);
    const second = await snapshots.at(URL, 'main', signal);
    expect(second.base).toBe(state.head);
    await second.read('a.yaml');
    expect(asked).toContain('read a.yaml b');
    // What was begun on the first commit stays on it
    await first.read('b.yaml');
    expect(asked.at(-1)).toBe('read b.yaml a');
  });

  it('keeps a commit that did not change when it asks for the head again', async () => {
    const { snapshots, asked } = repository({ 'a.yaml': 'tag: 1' });
    await (await snapshots.at(URL, 'main', signal)).read('a.yaml');
    jest.advanceTimersByTime(3_001);
    await (await snapshots.at(URL, 'main', signal)).read('a.yaml');
    expect(asked).toEqual(['head main', 'read a.yaml a', 'head main']);
  });

  it('does not keep a failure', async () => {
    const { snapshots, state } = repository({ 'a.yaml': 'tag: 1' });
    state.fails = true;
    await expect(snapshots.at(URL, 'main', signal)).rejects.toThrow('down');
    state.fails = false;
    const snapshot = await snapshots.at(URL, 'main', signal);
    state.fails = true;
    await expect(snapshot.read('a.yaml')).rejects.toThrow('down');
    state.fails = false;
    expect(await snapshot.read('a.yaml')).toBe('tag: 1');
  });

  it('reads a tag or a commit, on which no commit can be made', async () => {
    const { snapshots, state, asked } = repository({ 'a.yaml': 'tag: 1' });
    state.head = undefined;
    const commit = 'c'.repeat(40);
    for (const [ref, name] of [
      ['v1.0.0', 'v1.0.0'],
      ['refs/tags/v1.0.0', 'v1.0.0'],
      [commit, commit],
    ]) {
      const snapshot = await snapshots.at(URL, ref, signal);
      expect(snapshot).toMatchObject({ isBranch: false, base: name });
      expect(await snapshot.read('a.yaml')).toBe('tag: 1');
      await snapshot.read('a.yaml');
    }
    // A tag may have been moved in between
    const reads = asked.filter(one => one.startsWith('read'));
    expect(reads).toEqual([...Array(4).fill('read a.yaml v'), 'read a.yaml c']);
  });

  it('keeps as many bytes as it says, of large files and of small ones', async () => {
    const large = new Uint8Array(1024 * 1024).fill(0x61);
    const names = Array.from({ length: 400 }, (_, index) => `${index}.yaml`);
    const { snapshots, asked } = repository(
      Object.fromEntries(names.map(name => [name, large])),
    );
    const snapshot = await snapshots.at(URL, 'main', signal);
    for (const name of names) await snapshot.read(name);
    asked.length = 0;
    for (const name of [...names].reverse()) await snapshot.read(name);
    const kept = 400 - asked.length;
    expect(kept).toBeGreaterThan(60);
    expect(kept).toBeLessThanOrEqual(64);
  });

  it('refuses to edit what is no text, and keeps a byte order mark', async () => {
    const { snapshots } = repository({
      'latin1.yaml': new Uint8Array([0x66, 0xfc, 0x72]),
      'bom.yaml': '\ufefftag: 1',
    });
    const snapshot = await snapshots.at(URL, 'main', signal);
    await expect(snapshot.read('latin1.yaml')).rejects.toThrow(
      "latin1.yaml in platform/gitops is not UTF-8 text, so it can't be edited",
    );
    expect(await snapshot.read('bom.yaml')).toBe('\ufefftag: 1');
  });
});
