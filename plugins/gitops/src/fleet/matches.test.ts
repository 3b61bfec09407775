import { fleet, fleetEnvironments } from '../__testUtils__/fleetPage';
import { rowsOf } from './FleetRow';
import { FleetFilters, noFilters } from './FleetView';
import { matches } from './matches';

const rows = rowsOf(fleet().services, fleetEnvironments);
const shown = (filters: Partial<FleetFilters>) =>
  rows
    .filter(row => matches(row, { ...noFilters, ...filters }))
    .map(row => row.service.title);

describe('matches', () => {
  it('has every service without filters', () => {
    expect(shown({})).toEqual(['fx-quotes', 'lonely', 'orders', 'payments']);
  });

  it.each<[Partial<FleetFilters>, string[]]>([
    [{ q: 'PAY' }, ['payments']],
    [{ q: 'default ord' }, ['orders']],
    [{ q: 'nothing' }, []],
    [{ owners: ['group:default/team-b'] }, ['orders']],
    [{ systems: ['system:default/shop'] }, ['orders']],
    [{ states: ['failed', 'deploying'] }, ['orders', 'payments']],
    [{ causes: ['crashLoop'] }, ['payments']],
    [{ differs: true }, ['orders', 'payments']],
    [{ notIn: ['production'] }, ['orders', 'payments']],
    [{ notIn: ['staging'] }, ['payments']],
    [{ notIn: ['staging', 'production'] }, ['orders', 'payments']],
    [{ underWay: true }, ['orders']],
    [{ stale: true }, ['fx-quotes']],
    [{ differs: true, q: 'orders' }, ['orders']],
  ])('has for %p: %p', (filters, expected) => {
    expect(shown(filters)).toEqual(expected);
  });

  it('wants state and cause of one and the same deployment', () => {
    expect(shown({ states: ['failed'], causes: ['crashLoop'] })).toEqual([]);
    expect(shown({ states: ['degraded'], causes: ['crashLoop'] })).toEqual([
      'payments',
    ]);
  });

  it('does not count a last known state as one of this moment', () => {
    const [quotes] = rows;
    expect(quotes.cells[0].cell?.staleSince).toBeDefined();
    const onlyDev = { ...quotes, cells: quotes.cells.slice(0, 1) };
    expect(matches(onlyDev, { ...noFilters, states: ['healthy'] })).toBe(false);
  });
});
