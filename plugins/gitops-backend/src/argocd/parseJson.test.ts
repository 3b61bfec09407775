import * as fc from 'fast-check';
import { parseJson } from './parseJson';

/** As it may arrive, with ends at any place. */
function* inChunks(text: string): Generator<string> {
  for (let at = 0, length = 1; at < text.length; at += length, length *= 3)
    yield text.slice(at, at + length);
}

describe('A long JSON text', () => {
  const value = {
    items: Array.from({ length: 20_000 }, (_, index) => ({
      name: `orders-${index} \u{1F600} "quoted" \\ \n`,
      numbers: [index, -1.5e3, 0],
      nothing: null,
      isTrue: true,
    })),
  };
  const text = JSON.stringify(value);

  it('has the value that JSON.parse gives', async () => {
    expect(text.length).toBeGreaterThan(1024 * 1024);
    expect(await parseJson(inChunks(text))).toEqual(value);
  });

  it('leaves other work its turn while it is parsed', async () => {
    let turns = 0;
    const counter = setInterval(() => (turns += 1), 0);
    await parseJson(inChunks(text));
    clearInterval(counter);
    expect(turns).toBeGreaterThan(5);
  });

  it('is handed over element by element while it arrives', async () => {
    const taken: unknown[] = [];
    let takenBeforeTheEnd = 0;
    const chunks = function* arriving() {
      yield* inChunks(text.slice(0, -1));
      takenBeforeTheEnd = taken.length;
      yield text.slice(-1);
    };
    const onElement = (element: unknown) => taken.push(element);
    expect(await parseJson(chunks(), { onElement })).toEqual({ items: [] });
    expect(taken).toEqual(value.items);
    expect(takenBeforeTheEnd).toBeGreaterThan(15_000);
  });

  it('is refused where it ends too early, goes on after its end, or is no JSON', async () => {
    for (const broken of [
      text.slice(0, -1),
      `${text}}`,
      `${text}x`,
      `<${text}`,
    ])
      await expect(parseJson(inChunks(broken))).rejects.toThrow();
  });
});

it('Short JSON texts that arrive together are parsed in turns of their own', async () => {
  let turnsPassed = 0;
  let next: NodeJS.Immediate;
  const count = () => {
    turnsPassed += 1;
    next = setImmediate(count);
  };
  count();
  const parsedAt = new Set<number>();
  const onElement = () => parsedAt.add(turnsPassed);
  await Promise.all(
    [1, 2, 3].map(one => parseJson([`{"items":[${one}]}`], { onElement })),
  );
  clearImmediate(next!);
  expect(parsedAt.size).toBe(3);
});

it('A short JSON text is parsed', async () => {
  expect(await parseJson(['{"items":null}'])).toEqual({ items: null });
});

/** What JSON.parse answers, or that it refuses the text. */
function parsed(text: string): unknown {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return 'refused';
  }
}

/** An object, most of whose values are arrays, as JSON with and without spaces. */
const texts = fc
  .tuple(
    fc.dictionary(
      fc.string({ unit: 'grapheme' }),
      fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
    ),
    fc.constantFrom(undefined, 2),
  )
  .map(([value, indent]) => JSON.stringify(value, null, indent));

it('A text that is parsed in slices has the value that JSON.parse gives', () =>
  fc.assert(
    fc.asyncProperty(texts, fc.nat({ max: 40 }), async (text, slice) => {
      expect({ value: await parseJson(inChunks(text), { slice }) }).toEqual(
        parsed(text),
      );
    }),
  ));

it.each(['{"a":[1,]}', '{"a":[,1]}', '{"a":[1,,2]}', '{"a":[,]}'])(
  'A comma that is not between two elements is refused: %s',
  async text => {
    await expect(parseJson([text], { slice: 0 })).rejects.toThrow(SyntaxError);
  },
);

it('A text in which a character is lost or replaced gets the same answer as from JSON.parse', () =>
  fc.assert(
    fc.asyncProperty(
      texts,
      fc.nat(),
      fc.constantFrom('', '[', ']', '{', '}', ',', '"', '\\', '0'),
      fc.nat({ max: 20 }),
      async (whole, place, character, slice) => {
        const at = place % whole.length;
        const text = whole.slice(0, at) + character + whole.slice(at + 1);
        const answer = await parseJson(inChunks(text), { slice }).then(
          value => ({ value }),
          () => 'refused',
        );
        expect(answer).toEqual(parsed(text));
      },
    ),
    { numRuns: 500 },
  ));
