import { fleet, fleetEnvironments } from '../__testUtils__/fleetPage';
import { inEnglish, inGerman } from '../__testUtils__/translate';
import { csvOf } from './csv';
import { tableOf } from './exportCsv';
import { rowsOf } from './FleetRow';

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

describe('the table of the fleet', () => {
  const rows = rowsOf(fleet().services, fleetEnvironments);

  it('names, for each environment after the first, the version that it does not have yet', () => {
    const [header, ...lines] = tableOf(rows, fleetEnvironments, inEnglish);
    expect(header.slice(-3)).toEqual([
      'Not in staging yet',
      'Not in production yet',
      'Running since',
    ]);
    expect(lines.map(line => [line[0], ...line.slice(-3, -1)])).toEqual([
      ['fx-quotes', '', ''],
      ['lonely', '', ''],
      ['orders', '', '1.7.0'],
      ['payments', '1.10.0', '1.10.0'],
    ]);
  });

  it('speaks German', () => {
    const [header] = tableOf(rows, fleetEnvironments, inGerman);
    expect(header).toContain('Noch nicht in staging');
  });
});
