import { requestedByMarkdown, requestedByTrailer } from './requestedBy';

const ana = { name: 'Ana Lima', ref: 'user:default/ana' };

describe('requestedByTrailer', () => {
  it('names who asked, with the reference of their entity', () =>
    expect(requestedByTrailer(ana)).toBe(
      'Requested-by: Ana Lima (user:default/ana)',
    ));

  it.each([
    ['a line feed', 'Ana\nPromotion: 1', 'Ana Promotion: 1'],
    ['a line separator', 'Ana\u2028To: production', 'Ana To: production'],
    ['a control character', 'Ana\u0085\u001b[2JTo: x', 'Ana [2JTo: x'],
    ['turned text', 'Ana\u202e)boss/tluafed:resu(', 'Ana)boss/tluafed:resu('],
    ['a mention', '@everyone', '@\u200beveryone'],
    ['a closing word', 'Fixes #1', 'Fixes\u200b #\u200b1'],
  ])('stays one trailer where the name has %s', (_, name, shown) =>
    expect(requestedByTrailer({ ...ana, name })).toBe(
      `Requested-by: ${shown} (user:default/ana)`,
    ),
  );
});

describe('requestedByMarkdown', () => {
  it('names who asked in a sentence', () =>
    expect(requestedByMarkdown(ana)).toBe(
      'requested by Ana Lima (user:default/ana)',
    ));

  it('makes no link, no HTML and no other paragraph of a name', () =>
    expect(
      requestedByMarkdown({
        ...ana,
        name: '[Ana](https://x.example.com)\n\n<img src="/x">',
      }),
    ).toBe(
      'requested by \\[Ana\\](https:\u200b//x.example.com) \\<img src="/x"\\> (user:default/ana)',
    ));
});
