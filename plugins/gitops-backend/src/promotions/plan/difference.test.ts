import fc from 'fast-check';
import { differenceOf } from './difference';

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);

const textArbitrary = fc
  .array(fc.constantFrom('a', 'b: "1"', '  # c', '', '- d'), { maxLength: 20 })
  .map(all => all.map(line => `${line}\n`).join(''));

describe('differenceOf', () => {
  it('shows the changed line with three around it, numbered on both sides', () => {
    const before = [...lines(1, 10), ''].join('\n');
    const { path, hunks } = differenceOf(
      'kustomization.yaml',
      before,
      before.replace('line 5', 'line five'),
    );
    expect(path).toBe('kustomization.yaml');
    expect(hunks).toHaveLength(1);
    expect(
      hunks[0].map(line => `${line.kind} ${line.before} ${line.after}`),
    ).toEqual([
      'context 2 2',
      'context 3 3',
      'context 4 4',
      'removed 5 null',
      'added null 5',
      'context 6 6',
      'context 7 7',
      'context 8 8',
    ]);
    expect(hunks[0][3].text).toBe('line 5');
    expect(hunks[0][4].text).toBe('line five');
  });

  it('leaves out what may be secret in the lines around a change', () => {
    const before = `repository: https://ci:hunter2@charts.example.com/web
adminPassword: "hunter2"
- API_TOKEN: hunter2 # of the shop
tokenServiceTag: 1.0.0
"db-credentials": hunter2
secretName: orders-db
tokens:
`;
    const { hunks } = differenceOf(
      'Chart.yaml',
      before,
      before.replace('1.0.0', '1.1.0'),
    );
    expect(hunks.flat().map(({ text }) => text)).toEqual([
      'repository: https://charts.example.com/web',
      'adminPassword: ***',
      '- API_TOKEN: ***',
      'tokenServiceTag: 1.0.0',
      'tokenServiceTag: 1.1.0',
      '"db-credentials": ***',
      'secretName: orders-db',
      'tokens:',
    ]);
  });

  it('keeps what is far apart apart, with its own numbers', () => {
    const before = lines(1, 40).join('\n');
    const { hunks } = differenceOf(
      'values.yaml',
      before,
      before.replace('line 3\n', 'new\nline 3\n').replace('line 30\n', ''),
    );
    expect(hunks).toHaveLength(2);
    expect(hunks[1].find(({ kind }) => kind === 'removed')).toEqual({
      kind: 'removed',
      text: 'line 30',
      before: 30,
      after: null,
    });
    expect(hunks[1].at(-1)).toMatchObject({ before: 33, after: 33 });
  });

  it('takes neither a missing end of line nor CRLF for a line or a change of all', () => {
    const { hunks } = differenceOf(
      'values.yaml',
      'a\r\ntag: 1\r\nb',
      'a\r\ntag: 2\r\nb',
    );
    expect(hunks.flat().map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'context a',
      'removed tag: 1',
      'added tag: 2',
      'context b',
    ]);
  });

  it('has nothing to show of the same text', () => {
    expect(differenceOf('a.yaml', 'same\n', 'same\n').hunks).toEqual([]);
  });

  it('shows all that there is to make the one text of the other', () => {
    fc.assert(
      fc.property(textArbitrary, textArbitrary, (before, after) => {
        const { hunks } = differenceOf('a.yaml', before, after);
        const made = before.split('\n').slice(0, -1);
        for (const line of hunks.flat().reverse())
          if (line.kind === 'removed') made.splice(line.before! - 1, 1);
        for (const line of hunks.flat())
          if (line.kind === 'added') made.splice(line.after! - 1, 0, line.text);
        expect(made.map(line => `${line}\n`).join('')).toBe(after);
      }),
    );
  });
});
