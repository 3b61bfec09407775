import { parseJson } from './parseJson';

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
    expect(await parseJson(text)).toEqual(value);
  });

  it('leaves other work its turn while it is parsed', async () => {
    let turns = 0;
    const counter = setInterval(() => (turns += 1), 0);
    await parseJson(text);
    clearInterval(counter);
    expect(turns).toBeGreaterThan(5);
  });

  it('is refused where it ends too early, goes on after its end, or is no JSON', async () => {
    for (const broken of [
      text.slice(0, -1),
      `${text}}`,
      `${text}x`,
      `<${text}`,
    ])
      await expect(parseJson(broken)).rejects.toThrow();
  });
});

it('A short JSON text is parsed at once', async () => {
  expect(await parseJson('{"items":null}')).toEqual({ items: null });
});
