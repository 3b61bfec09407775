import fc from 'fast-check';
import { parseAllDocuments, parseDocument } from 'yaml';
import { jsonFiles, WrittenFile, yamlFiles } from './__testUtils__/yamlFiles';
import { readScalar } from './readDocuments';
import { setScalar } from './setScalar';

const awkward = [
  ...['1.10', '1e3', '1E+3', '.5', '1.', '-1', '+1', '0', '007', '1_000'],
  ...['0x1F', '0X1F', '0o17', '0O17', '0b1', '0B1', '0x_1', '12:30:45', '1:30'],
  ...['3108617', '0e1234', '01443e5', '29111998', '2.9111998e+07', '0362525'],
  ...['on', 'OFF', 'Yes', 'no', 'y', 'N', 'true', 'False', 'null', 'Null', '~'],
  ...['2026-01-01', '2026-1-2', '2026-1-2T3:4:5Z', '2026-01-01T10:00:00+01:00'],
  ...['.inf', '.NaN', 'nan', '<<', '=', '-', '?', ':', '', ' ', '  x ', '%a'],
  ...['a: b', 'a #b', 'a:', '- a', '{a}', '[a]', 'a,b', '&a', '*a', '!a', '|'],
  ...['a\nb', 'a\tb', "it's", '"q"', '\\', 'größe', '🚀', '\u2028', '\u0085'],
  ...['a?b', 'a&b', '?a', '1?', 'https://a/b?ref=1.0&c=on'],
  ...['\u0007', '\ufeff', '@a', '`a`', '---', '...', '#1', "'", '\r\n', 'a\r'],
];
const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
const values = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...awkward) },
  fc.stringMatching(/^v?[0-9]{1,2}(\.[0-9]{1,3}){0,3}(-rc\.[0-9])?$/),
  fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/),
  hex.map(one => `sha256:${one}`),
  hex.map(one => `registry.example.com:5000/team/orders:1.2.3@sha256:${one}`),
  fc.stringMatching(/^refs\/(heads|tags)\/[a-z0-9/#.-]{1,20}$/),
  fc.stringMatching(/^[0-9:._+exEX-]{1,12}$/),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);

/** Every scalar of a file, one chosen. */
function withChoice(files: fc.Arbitrary<WrittenFile>) {
  return fc
    .tuple(files, fc.nat(), values)
    .map(([{ pieces }, choice, value]) => {
      const scalars = pieces.filter(one => one.scalar);
      const chosen = scalars[choice % scalars.length];
      const index = pieces.indexOf(chosen);
      const join = (some: typeof pieces) => some.map(one => one.text).join('');
      return {
        before: join(pieces.slice(0, index)),
        old: chosen.text,
        after: join(pieces.slice(index + 1)),
        place: chosen.scalar!,
        value,
      };
    });
}

describe.each([
  ['YAML', 'values.yaml', yamlFiles],
  ['JSON', 'config.json', jsonFiles],
])('setScalar in generated %s', (_, file, files) => {
  it('changes no byte outside the scalar', () =>
    fc.assert(
      fc.property(withChoice(files), ({ before, old, after, place, value }) => {
        const text = `${before}${old}${after}`;
        const changed = setScalar(text, { file, ...place }, value);
        expect(changed.slice(0, before.length)).toBe(before);
        expect(changed.slice(changed.length - after.length)).toBe(after);
      }),
      { numRuns: 200 },
    ));

  it('writes what YAML 1.1 and 1.2 both read as exactly the string', () =>
    fc.assert(
      fc.property(withChoice(files), ({ before, old, after, place, value }) => {
        const text = `${before}${old}${after}`;
        const changed = setScalar(text, { file, ...place }, value);
        for (const version of ['1.1', '1.2'] as const) {
          const documents = parseAllDocuments(changed, { version });
          if (!Array.isArray(documents)) throw new Error('no document');
          const read = documents[place.document].getIn(place.path);
          expect(read).toBe(value);
        }
        expect(readScalar(changed, { file, ...place })).toBe(value);
      }),
      { numRuns: 200 },
    ));

  it('gives the text before when the value before is set again', () =>
    fc.assert(
      fc.property(withChoice(files), ({ before, old, after, place, value }) => {
        // Of plain values those that are strings to every reader and hold no space: others get
        // quotes, and keep them
        fc.pre(/^(["'].*|latest|1\.0\.0|sha256:0af)$/.test(old));
        const text = `${before}${old}${after}`;
        const at = { file, ...place };
        const was = readScalar(text, at)!;
        const isQuoted = /^["']/.test(old);
        // What needs quotes where there were none leaves them there
        const between = isQuoted && !/[^ -~]/.test(value) ? value : 'x1';
        expect(setScalar(setScalar(text, at, between), at, was)).toBe(text);
      }),
      { numRuns: 200 },
    ));
});

describe('JSON', () => {
  it('stays what a JSON parser reads', () =>
    fc.assert(
      fc.property(
        withChoice(jsonFiles),
        ({ before, old, after, place, value }) => {
          const at = { file: 'config.json', ...place };
          const changed = setScalar(`${before}${old}${after}`, at, value);
          let read = JSON.parse(changed);
          for (const key of place.path) read = read[key];
          expect(read).toBe(value);
        },
      ),
    ));

  it('gets quotes where a number stood', () =>
    expect(setScalar('{"v": 5}', { file: 'a.json', path: ['v'] }, '6')).toBe(
      '{"v": "6"}',
    ));
});

describe('the quotes of a value', () => {
  it.each(awkward)('keep %j a string for YAML 1.1 and 1.2', value => {
    for (const old of ['1.0.0', "'1.0.0'", '"1.0.0"', '5', '~'])
      for (const text of [`tag: ${old} # c\n`, `{tag: ${old}, b: 1}`]) {
        const at = { file: 'f.yaml', path: ['tag'] };
        const changed = setScalar(text, at, value);
        for (const version of ['1.1', '1.2'] as const)
          expect(parseDocument(changed, { version }).get('tag')).toBe(value);
      }
  });

  const set = (source: string, value: string) =>
    setScalar(`tag: ${source} # c\n`, { file: 'f.yaml', path: ['tag'] }, value);

  it.each(['1.2.3', 'v1.10', '1.10.0', 'latest', 'sha-0af', '7.4.3-alpine'])(
    'are not added to %s',
    value => expect(set('1.0.0', value)).toBe(`tag: ${value} # c\n`),
  );

  it.each([
    ...[
      '1.10',
      '1e3',
      'on',
      '2026-01-01',
      '0x1F',
      '0X1F',
      '1_000',
      'null',
      'y',
    ],
    ...[
      '12:30:45',
      '12e03',
      '0b1',
      '0O7',
      'a: b',
      'a #b',
      '',
      '2026-1-2T3:4:5',
    ],
  ])('are added to %s', value =>
    expect(set('1.0.0', value)).toBe(`tag: ${JSON.stringify(value)} # c\n`),
  );

  it('stay single, stay double', () => {
    expect(set("'1.0'", "it's")).toBe("tag: 'it''s' # c\n");
    expect(set('"1.0"', '1.2.3')).toBe('tag: "1.2.3" # c\n');
  });
});

describe('an odd place', () => {
  const set = (text: string, path: (string | number)[], value = '2.0.0') =>
    setScalar(text, { file: 'f.yaml', path }, value);

  it('that holds nothing yet is filled in', () => {
    expect(set('tag:\nb: 1\n', ['tag'])).toBe('tag: 2.0.0\nb: 1\n');
    expect(set('tag: # c\n', ['tag'])).toBe('tag: 2.0.0 # c\n');
    expect(set('tag: &v\n', ['tag'])).toBe('tag: &v 2.0.0\n');
    expect(set('{tag: , b: 1}', ['tag'])).toBe('{tag: 2.0.0, b: 1}');
    expect(set('tag: ""\n', ['tag'])).toBe('tag: "2.0.0"\n');
  });

  it('that is an explicit key, a tagged value or several lines is replaced', () => {
    expect(set('? tag\n: 1.0\n', ['tag'])).toBe('? tag\n: 2.0.0\n');
    expect(set('tag: !!str 1.10\n', ['tag'])).toBe('tag: !!str 2.0.0\n');
    expect(set('tag: "1\\\n  .0" # c\n', ['tag'])).toBe('tag: "2.0.0" # c\n');
  });

  it('beside a merge key is its own', () =>
    expect(
      set('d: &d {tag: 1.0, r: x}\ni:\n  <<: *d\n  tag: 1.0\n', ['i', 'tag']),
    ).toBe('d: &d {tag: 1.0, r: x}\ni:\n  <<: *d\n  tag: 2.0.0\n'));

  it('takes the last of a key that is there twice, as Helm does', () => {
    const text = `image: {tag: 1.0.0}
replicas: 1
replicas: 2
image:
  tag: 1.1.0 # this one
`;
    const place = { file: 'values.yaml', path: ['image', 'tag'] };
    expect(readScalar(text, place)).toBe('1.1.0');
    expect(setScalar(text, place, '1.2.0')).toBe(
      text.replace('1.1.0 #', '1.2.0 #'),
    );
  });
});

describe('setScalar refuses with a sentence', () => {
  it.each<[what: string, text: string, path: (string | number)[], RegExp]>([
    ['no such key', 'a: {}\n', ['a', 'tag'], /^There is no a\.tag in f\.yaml$/],
    ['no such item', 'a: []\n', ['a', 0], /^There is no a\[0\] in f\.yaml$/],
    ['no document', '', ['a'], /^There is no a in f\.yaml$/],
    ['below a scalar', 'a: 1\n', ['a', 'b'], /^There is no a\.b in f\.yaml$/],
    ['a map', 'a: {b: 1}\n', ['a'], /^a in f\.yaml is not a single value$/],
    [
      'an alias',
      'x: &x 1\na: *x\n',
      ['a'],
      /^a in f\.yaml is an alias \(\*x\)/,
    ],
    ['below an alias', 'x: &x {t: 1}\na: *x\n', ['a', 't'], /an alias \(\*x\)/],
    ['a literal block', 'a: |\n  1\n', ['a'], /is a block of text/],
    ['a folded block', 'a: >-\n  1\n', ['a'], /is a block of text/],
    ['an anchor in use', 'a: &x 1\nb: *x\n', ['a'], /used elsewhere as \*x/],
    ['in an anchor in use', 'a: &x {t: 1}\nb: *x\n', ['a', 't'], /as \*x/],
    ['merged elsewhere', 'a: &x {t: 1}\nb: {<<: *x}\n', ['a', 't'], /as \*x/],
    ['tagged a number', 'a: !!int 1\n', ['a'], /is tagged !!int\. Remove/],
    ['no YAML', 'a: [1\n', ['a'], /^f\.yaml can't be read: /],
    ['a template', 'a: {{ .Values.a }}\n{{- end }}', ['a'], /can't be read/],
    ['a tab', 'a:\n\tb: 1\n', ['a'], /can't be read/],
    ['no such anchor', 'a: 1\nb: *x\n', ['a'], /can't be read/],
    ['a binary file', 'a: 1\0\n', ['a'], /^f\.yaml is not text/],
    ['5 MB', `a: 1\n#${'x'.repeat(5e6)}`, ['a'], /larger than 1 MB/],
    [
      'deep flow',
      `a: ${'['.repeat(2e5)}`,
      ['a'],
      /nests more than 1000 levels/,
    ],
    ['deep lists', `a:\n ${'- '.repeat(2e5)}`, ['a'], /more than 1000 levels/],
    [
      'a bomb of aliases',
      [
        'z: &z [x,x,x,x,x,x,x,x,x]',
        ...[...'abcdefghi'].map(
          (name, index) =>
            `${name}: &${name} [${Array(9).fill(`*${'zabcdefgh'[index]}`)}]`,
        ),
        't: 1',
      ].join('\n'),
      ['t'],
      /Excessive alias count/,
    ],
  ])('%s', (_, text, path, sentence) => {
    const refused = () => setScalar(text, { file: 'f.yaml', path }, '2.0.0');
    expect(refused).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(sentence),
      }),
    );
  });

  it('a document that is not there', () =>
    expect(() =>
      setScalar('a: 1\n', { file: 'f.yaml', document: 1, path: ['a'] }, '2'),
    ).toThrow('There is no a in f.yaml'));
});
