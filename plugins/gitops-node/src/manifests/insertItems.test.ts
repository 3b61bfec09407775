import fc from 'fast-check';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { insertItems, ListItem } from './insertItems';
import { setScalar } from './setScalar';

const item = { service: 'cart', environment: 'dev' };

function insert(
  text: string,
  index: number,
  { path = ['elements'], of = item, file = 'set.yaml', document = 0 } = {} as {
    path?: (string | number)[];
    of?: ListItem | ListItem[];
    file?: string;
    document?: number;
  },
) {
  return insertItems(text, { file, path, document }, [
    { index, items: [of].flat() },
  ]);
}

describe('insertItems', () => {
  it.each([
    [
      'elements:\n  - {service: a} # a\n  # of b\n  - {service: b}\nother: 1\n',
      'elements:\n  - {service: a} # a\n  - {service: cart, environment: dev}\n  # of b\n  - {service: b}\n  - {service: cart, environment: dev}\n  - x\nother: 1\n',
    ],
    [
      'elements: [{service: a}, {service: b}]\n',
      'elements: [{service: a}, {service: cart, environment: dev}, {service: b}, {service: cart, environment: dev}, x]\n',
    ],
  ])('adds at several places of %j at once', (text, expected) =>
    expect(
      insertItems(text, { file: 'set.yaml', path: ['elements'] }, [
        { index: 1, items: [item] },
        { index: 2, items: [item, 'x'] },
      ]),
    ).toBe(expected),
  );

  it('writes objects in an item as its neighbour has them', () =>
    expect(
      insertItems(
        'data:\n  - key: a\n    of: # ours\n      name: a\n      more: {b: 1}\n',
        { file: 'a.yaml', path: ['data'] },
        [
          {
            index: 1,
            items: [{ key: 'b', of: { name: 'b', more: { c: 2 } } }],
          },
        ],
      ),
    ).toBe(
      'data:\n  - key: a\n    of: # ours\n      name: a\n      more: {b: 1}\n  - key: b\n    of:\n      name: b\n      more: {c: 2}\n',
    ));

  it.each([
    [
      'elements:\n  - service: a\n',
      'set.yaml',
      'elements:\n  - service: a\n  - service: cart\n    autosync: true\n    text: "true"\n    files: [a.yaml, {count: 1.5}]\n    none: null\n',
    ],
    [
      'elements: [{service: a}]\n',
      'set.yaml',
      'elements: [{service: a}, {service: cart, autosync: true, text: "true", files: [a.yaml, {count: 1.5}], none: null}]\n',
    ],
    [
      '{"elements": [{"service": "a"}]}',
      'set.json',
      '{"elements": [{"service": "a"}, {"service": "cart", "autosync": true, "text": "true", "files": ["a.yaml", {"count": 1.5}], "none": null}]}',
    ],
  ])('writes values that are no texts, into %j', (text, file, expected) =>
    expect(
      insert(text, 1, {
        file,
        of: {
          service: 'cart',
          autosync: true,
          text: 'true',
          files: ['a.yaml', { count: 1.5 }],
          none: null,
        },
      }),
    ).toBe(expected),
  );

  it.each([
    [
      'in braces as its neighbours, behind a comment of the line',
      'elements:\n  - {service: a, environment: dev} # first\n  # of b\n  - {service: b, environment: dev}\n',
      1,
      'elements:\n  - {service: a, environment: dev} # first\n  - {service: cart, environment: dev}\n  # of b\n  - {service: b, environment: dev}\n',
    ],
    [
      'with a line for each field, at the end',
      'elements:\n- service: a\n  environment: dev\nother: 1\n',
      1,
      'elements:\n- service: a\n  environment: dev\n- service: cart\n  environment: dev\nother: 1\n',
    ],
    [
      'at the front',
      'elements:\n  -   service: a\n      environment: dev\n',
      0,
      'elements:\n  -   service: cart\n      environment: dev\n  -   service: a\n      environment: dev\n',
    ],
    [
      'into a text that does not end with a line',
      'elements:\n  - {service: a}',
      1,
      'elements:\n  - {service: a}\n  - {service: cart, environment: dev}',
    ],
    [
      'with the line ends that there are',
      'elements:\r\n  - service: a\r\n\r\n# end\r\n',
      1,
      'elements:\r\n  - service: a\r\n  - service: cart\r\n    environment: dev\r\n\r\n# end\r\n',
    ],
    [
      'behind a block of text',
      'elements:\n  - service: |\n      a\n      b\n  - service: c\n',
      1,
      'elements:\n  - service: |\n      a\n      b\n  - service: cart\n    environment: dev\n  - service: c\n',
    ],
    [
      'before what has an anchor',
      'elements:\n  - &a {service: a}\n  - *a\n',
      0,
      'elements:\n  - {service: cart, environment: dev}\n  - &a {service: a}\n  - *a\n',
    ],
    [
      'behind what has an anchor, on the line of its dash',
      'elements:\n  - &a\n    service: a\nb: *a\n',
      1,
      'elements:\n  - &a\n    service: a\n  - service: cart\n    environment: dev\nb: *a\n',
    ],
    [
      'into a list in brackets',
      'elements: [{service: a}, {service: b}] # all\n',
      1,
      'elements: [{service: a}, {service: cart, environment: dev}, {service: b}] # all\n',
    ],
    [
      'at the end of brackets of several lines',
      'elements: [\n  {service: a},\n  {service: b}\n]\n',
      2,
      'elements: [\n  {service: a},\n  {service: b},\n  {service: cart, environment: dev}\n]\n',
    ],
    [
      'into an empty list',
      'elements: [ ]\n',
      0,
      'elements: [{service: cart, environment: dev}]\n',
    ],
    [
      'where there is nothing yet',
      'elements:\nother: 1\n',
      0,
      'elements: [{service: cart, environment: dev}]\nother: 1\n',
    ],
    [
      'as its neighbour, behind comments that look like items',
      'elements:\n  - a: x # - y\n  # - z\n  -   a: b\n',
      2,
      'elements:\n  - a: x # - y\n  # - z\n  -   a: b\n  -   service: cart\n      environment: dev\n',
    ],
    [
      'beside merge keys and tags',
      'a: &a {b: !own c}\nelements:\n  - <<: *a\n    service: b\n',
      1,
      'a: &a {b: !own c}\nelements:\n  - <<: *a\n    service: b\n  - service: cart\n    environment: dev\n',
    ],
    [
      'where a comment follows an item, before the next key',
      'elements:\n  - {service: a}\n\n  # the end\nother: 1\n',
      1,
      'elements:\n  - {service: a}\n  - {service: cart, environment: dev}\n\n  # the end\nother: 1\n',
    ],
  ])('adds %s', (_, before, index, after) =>
    expect(insert(before, index)).toBe(after),
  );

  it('adds to a list in a list item, which begins on its line', () =>
    expect(
      insert('a:\n  - - x\n    - y\n', 2, { path: ['a', 0], of: 'z' }),
    ).toBe('a:\n  - - x\n    - y\n    - z\n'));

  it('adds several behind each other', () => {
    const of = ['a', 'b'].map(service => ({ service, environment: 'dev' }));
    expect(insert('elements:\n  - service: x\n', 0, { of })).toBe(
      'elements:\n  - service: a\n    environment: dev\n  - service: b\n    environment: dev\n  - service: x\n',
    );
    expect(insert('elements: [{service: x}]\n', 1, { of })).toBe(
      'elements: [{service: x}, {service: a, environment: dev}, {service: b, environment: dev}]\n',
    );
    expect(insert('elements: [x]\n', 1, { of: [] })).toBe('elements: [x]\n');
  });

  it('adds to JSON', () => {
    const text = '{"elements": [\n  {"service": "a"}\n]}\n';
    const after = insert(text, 1, { file: 'set.json' });
    expect(after).toBe(
      '{"elements": [\n  {"service": "a"},\n  {"service": "cart", "environment": "dev"}\n]}\n',
    );
    expect(JSON.parse(after).elements).toHaveLength(2);
  });

  it('adds a text, with quotes where it needs them', () =>
    expect(
      insert('resources:\n  - a.yaml\n', 1, {
        path: ['resources'],
        of: '1.10',
      }),
    ).toBe('resources:\n  - a.yaml\n  - "1.10"\n'));

  it('adds to the document that is named', () =>
    expect(
      insert('a: [x]\n---\na: [y]\n', 1, {
        path: ['a'],
        of: 'z',
        document: 1,
      }),
    ).toBe('a: [x]\n---\na: [y, z]\n'));

  it.each([
    ['elements: {a: 1}', /^elements in set\.yaml is not a list$/],
    ['elements: text', /is not a list/],
    ['others: []', /^There is no elements in set\.yaml$/],
    ['a: &a [x]\nelements: *a\n', /is not a list|nothing can be added/],
    ['elements: [', /can't be read/],
    [
      'elements: &all [x]\ncopy: *all\n',
      /^elements in set\.yaml is written in a way in which nothing can be added to it alone$/,
    ],
  ])('refuses %j with a sentence', (text, sentence) =>
    expect(() => insert(text, 0)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(sentence),
      }),
    ),
  );

  it('keeps every other byte, wherever an item is added to whatever list', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/);
    const element = fc.record(
      {
        service: fc.oneof(name, fc.constantFrom('1.10', 'on', 'a: b', '# x')),
        environment: name,
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(
        fc.array(element, { minLength: 1, maxLength: 6 }),
        fc.nat(6),
        element,
        fc.boolean(),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('', '# comment', '  # indented'),
        (elements, at, added, flow, eol, indent, comment) => {
          const index = Math.min(at, elements.length);
          const document = { before: 1, elements, behind: { x: ['y'] } };
          const text = stringify(document, {
            indent,
            collectionStyle: flow ? 'flow' : 'any',
            lineWidth: 0,
          })
            .split('\n')
            .map(line =>
              comment && /^ *- /.test(line) ? `${line} ${comment}` : line,
            )
            .join(eol);
          fc.pre(parse(text) !== null);
          const after = insert(text, index, { of: added });
          expect(parse(after)).toEqual({
            ...parse(text),
            elements: parse(text).elements.toSpliced(index, 0, added),
          });
          // What was there is there still, before and behind one addition
          const length = after.length - text.length;
          const start = [...after].findIndex((sign, n) => sign !== text[n]);
          expect(
            [...Array(length + 1).keys()].some(
              back =>
                after.slice(0, start - back) +
                  after.slice(start - back + length) ===
                text,
            ),
          ).toBe(true);
        },
      ),
    );
  });

  it('goes together with edits of scalars', () => {
    const text = insert('elements:\n  - {service: a}\n', 1);
    expect(
      parseAllDocuments(
        setScalar(
          text,
          { file: 'a.yaml', path: ['elements', 1, 'service'] },
          'b',
        ),
      )[0]!.toJSON(),
    ).toEqual({
      elements: [{ service: 'a' }, { service: 'b', environment: 'dev' }],
    });
  });
});
