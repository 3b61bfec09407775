import { fleet, fleetEnvironments } from '../__testUtils__/fleetPage';
import { rowsOf } from './FleetRow';
import { groupsOf } from './groups';
import { drawnGroups, linesOf } from './lines';

const rows = rowsOf(fleet().services, fleetEnvironments);
const groups = groupsOf(rows, 'owner', 'production');

describe('groupsOf', () => {
  it('groups by owner with what is unwell, those without an owner last', () => {
    expect(
      groups.map(({ rows: members, ...group }) => [
        group,
        members.map(row => row.service.title),
      ]),
    ).toEqual([
      [
        {
          key: 'team-a',
          title: 'team-a',
          failed: 1,
          degraded: 1,
          notInLast: 1,
        },
        ['fx-quotes', 'payments'],
      ],
      [
        {
          key: 'team-b',
          title: 'team-b',
          failed: 0,
          degraded: 0,
          notInLast: 1,
        },
        ['orders'],
      ],
      [
        { key: '-', title: '', failed: 0, degraded: 0, notInLast: 0 },
        ['lonely'],
      ],
    ]);
  });

  it('makes one group of all where nothing groups them', () => {
    expect(
      groupsOf(rows, 'none', 'production').map(one => one.rows.length),
    ).toEqual([4]);
  });
});

describe('the lines of the grid', () => {
  it('have each group, and the rows of those that are open', () => {
    const { drawn, left } = drawnGroups(groups, ['team-a'], 100);
    expect(linesOf(drawn, true).map(line => line.key)).toEqual([
      'group team-a',
      'group team-b',
      'component:default/orders',
      'group -',
      'component:default/lonely',
    ]);
    expect(left).toBe(0);
  });

  it('stop where a browser would suffer, and say how many are left', () => {
    const { drawn, left } = drawnGroups(groups, [], 1);
    expect(linesOf(drawn, false).map(line => line.key)).toEqual([
      'component:default/fx-quotes',
    ]);
    expect(left).toBe(3);
  });
});
