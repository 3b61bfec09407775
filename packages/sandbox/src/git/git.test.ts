import { parseHunks } from './diff';
import { isBranchName, isFilePath } from './refNames';
import { formatSignature, parsePerson } from './Signature';
import { Mutex } from './Mutex';

describe('parsePerson', () => {
  it.each([
    ['Ada <ada@example.com>', { name: 'Ada', email: 'ada@example.com' }],
    [
      'Ada Lovelace',
      { name: 'Ada Lovelace', email: 'ada.lovelace@example.com' },
    ],
    ['', { name: 'unknown', email: 'unknown@example.com' }],
  ])('reads %j', (text, person) => expect(parsePerson(text)).toEqual(person));

  it('cannot be used to write further headers into a commit', () => {
    const date = new Date('2026-11-23T05:17:04Z');
    const signature = formatSignature({
      name: 'Ada\nparent x',
      email: 'a>\n<b',
      date,
    });
    expect(signature).toBe('Adaparent x <ab> 1795411024 +0000');
  });
});

describe('names', () => {
  it.each(['main', 'gitops/promote/a-b/1.2.3', 'ä'])('%s is a branch', name =>
    expect(isBranchName(name)).toBe(true),
  );
  it.each(['', '-d', 'a..b', 'a\nb', 'a//b', '.a', 'a/.b'])(
    '%j is none',
    name => expect(isBranchName(name)).toBe(false),
  );
  it.each(['', '/a', 'a/../b', '.git/config', 'a\0'])('%j is no file', path =>
    expect(isFilePath(path)).toBe(false),
  );
});

describe('parseHunks', () => {
  it('numbers the lines of both sides', () => {
    const patch =
      'a/x b/x\n--- a/x\n+++ b/x\n@@ -3,2 +3,2 @@ head\n same\n-old\n+new\n\\ No newline at end of file\n';
    expect(parseHunks(patch)).toEqual([
      { kind: 'hunk', text: '@@ -3,2 +3,2 @@ head' },
      { kind: 'context', text: 'same', oldLine: 3, newLine: 3 },
      { kind: 'deleted', text: 'old', oldLine: 4 },
      { kind: 'added', text: 'new', newLine: 4 },
      { kind: 'note', text: 'No newline at end of file' },
    ]);
  });
});

describe('Mutex', () => {
  it('runs one task at a time, and the next after a failed one', async () => {
    const mutex = new Mutex();
    const events: string[] = [];
    const task = (name: string) => async () => {
      events.push(`${name} starts`);
      await Promise.resolve();
      events.push(`${name} ends`);
      if (name === 'a') throw new Error('a failed');
    };
    const first = mutex.run(task('a'));
    await Promise.all([
      expect(first).rejects.toThrow('a failed'),
      mutex.run(task('b')),
    ]);
    expect(events).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
  });
});
