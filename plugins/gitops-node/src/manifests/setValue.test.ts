import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { removeAt } from './removeAt';
import { setValue, type Value } from './setValue';

const set = (
  text: string,
  path: (string | number)[],
  value: Value,
  file = 'a.yaml',
) => setValue(text, { file, path }, value);
const remove = (text: string, path: (string | number)[], file = 'a.yaml') =>
  removeAt(text, { file, path });

describe('setValue', () => {
  it.each([
    [
      'keeps the quotes of a text',
      'a: "1" # one\nb: 2\n',
      ['a'],
      '3',
      'a: "3" # one\nb: 2\n',
    ],
    [
      'sets a number in a list',
      'replicas:\n  - name: a # own\n    count: 1   # few\n',
      ['replicas', 0, 'count'],
      3,
      'replicas:\n  - name: a # own\n    count: 3   # few\n',
    ],
    [
      'adds a field behind the last one, and its comment',
      'a:\n  b: 1 # one\n\n# end\nc: 2\n',
      ['a', 'd'],
      'on',
      'a:\n  b: 1 # one\n  d: "on"\n\n# end\nc: 2\n',
    ],
    [
      'adds the maps that are missing',
      'a: 1\n',
      ['b', 'c', 'd'],
      true,
      'a: 1\nb:\n  c:\n    d: true\n',
    ],
    [
      'adds a list to the root, with the line ends that there are',
      'a: 1\r\n',
      ['list'],
      [{ name: 'x', count: 2 }],
      'a: 1\r\nlist:\r\n  - name: x\r\n    count: 2\r\n',
    ],
    [
      'adds to a map in braces',
      'a: {b: 1} # c\n',
      ['a', 'd'],
      'x y',
      'a: {b: 1, d: x y} # c\n',
    ],
    ['fills what is empty', 'a:\nb: 1\n', ['a', 'c'], 1, 'a: {c: 1}\nb: 1\n'],
  ])('%s', (_, text, path, value, expected) =>
    expect(set(text, path, value as Value)).toBe(expected),
  );

  it('adds to JSON', () =>
    expect(set('{\n  "a": 1\n}\n', ['b'], 'x', 'a.json')).toBe(
      '{\n  "a": 1,\n  "b": "x"\n}\n',
    ));

  it.each([
    ['a: [1]\n', ['a'], 2, 'a in a.yaml is not a single value'],
    ['a: [1]\n', ['a', 'b'], 2, 'a.b in a.yaml: what is above it is not a map'],
    ['a: [1]\n', ['a', 4], 2, 'There is no a[4] in a.yaml'],
    [
      'a: &x {b: 1}\nc: *x\n',
      ['a', 'b'],
      2,
      "a.b in a.yaml is written in a way in which it can't be set alone",
    ],
  ])('refuses %j', (text, path, value, sentence) =>
    expect(() => set(text, path, value)).toThrow(sentence),
  );

  it('sets one field of any document and changes no other', () => {
    const values = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,5}$/),
      fc.oneof(fc.string(), fc.integer(), fc.array(fc.string())),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(
        values,
        fc.stringMatching(/^[A-Z]{1,5}$/),
        fc.string(),
        (there, key, value) => {
          const text = stringify(there);
          expect(parse(set(text, [key], value))).toEqual({
            ...there,
            [key]: value,
          });
        },
      ),
    );
  });
});

describe('removeAt', () => {
  it.each([
    [
      'an item with its lines; comments of others stay',
      'data:\n  # a\n  - key: a\n    of: x # gone\n\n  # b\n  - key: b\n',
      ['data', 0],
      'data:\n  # a\n\n  # b\n  - key: b\n',
    ],
    [
      'the last item, with the line ends that there are',
      'data:\r\n  - a\r\n  - b\r\nc: 1\r\n',
      ['data', 1],
      'data:\r\n  - a\r\nc: 1\r\n',
    ],
    [
      'the only item',
      'data:\n  - a: 1\nc: 1\n',
      ['data', 0],
      'data: []\nc: 1\n',
    ],
    ['an item in brackets', 'a: [{b: 1}, {c: 2}]\n', ['a', 0], 'a: [{c: 2}]\n'],
    ['the last of them', 'a: [{b: 1}, {c: 2}]\n', ['a', 1], 'a: [{b: 1}]\n'],
    ['a field', 'a: 1\nb:\n  - x\nc: 2\n', ['b'], 'a: 1\nc: 2\n'],
    ['a field in braces', 'a: {b: 1, c: 2}\n', ['a', 'b'], 'a: {c: 2}\n'],
    ['the only field', 'a:\n  b: 1\n', ['a', 'b'], 'a: {}\n'],
  ])('removes %s', (_, text, path, expected) =>
    expect(remove(text, path)).toBe(expected),
  );

  it.each([
    ['a: 1\n', ['b'], 'There is no b in a.yaml'],
    [
      'a:\n  - &x {b: 1}\n  - *x\n',
      ['a', 0],
      "a[0] in a.yaml is written in a way in which it can't be removed alone",
    ],
  ])('refuses %j', (text, path, sentence) =>
    expect(() => remove(text, path)).toThrow(sentence),
  );
});
