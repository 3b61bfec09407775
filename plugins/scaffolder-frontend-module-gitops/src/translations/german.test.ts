import { english } from './english';
import german from './german';

type Texts = { readonly [key: string]: string | Texts };

/** Under dotted keys, as Backstage looks them up. */
function flattened(texts: Texts, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string'
      ? [[`${prefix}${key}`, text] as [string, string]]
      : flattened(text, `${prefix}${key}.`),
  );
}

const parametersOf = (text: string) =>
  (text.match(/\{\{.*?\}\}/g) ?? []).sort().join(' ');

describe('the German texts', () => {
  const translations = new Map(Object.entries(german));

  it('have the keys of the English texts, and no others', () => {
    expect([...translations.keys()].sort()).toEqual(
      flattened(english)
        .map(([key]) => key)
        .sort(),
    );
  });

  it.each(flattened(english))(
    'say %s with the parameters of "%s"',
    (key, text) => {
      const translation = translations.get(key) ?? '';
      expect(translation).not.toBe('');
      expect(parametersOf(translation)).toBe(parametersOf(text));
    },
  );
});
