import { csvOf } from './csv';

describe('csvOf', () => {
  it('quotes what would end a cell or a line', () => {
    expect(csvOf([['a,b', 'say "x"', 'two\nlines', 'plain']])).toBe(
      '\ufeff"a,b","say ""x""","two\nlines",plain\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@a', '\tx', '\rx'])(
    'keeps a spreadsheet from calculating %j',
    text => {
      expect(csvOf([[text]])).toBe(`\ufeff"'${text}"\r\n`);
    },
  );
});
