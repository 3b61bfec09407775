import {
  cell,
  fleet,
  fleetEnvironments,
  fleetService,
} from '../__testUtils__/fleetPage';
import { countsOf } from './counts';
import { rowsOf } from './FleetRow';
import { changesSince, settledRows } from './settled';

const rows = rowsOf(fleet().services, fleetEnvironments);

it('counts deployments by state, how many are in the last environment, and services', () => {
  expect(countsOf(rows, fleetEnvironments)).toEqual({
    unwell: { total: 2, inLast: 1 },
    unclear: { total: 0, inLast: 0 },
    deploying: { total: 1, inLast: 0 },
    underWay: { total: 1, inLast: 1 },
    stale: { total: 1, inLast: 0 },
    notInLast: 2,
    services: 4,
    environments: new Map([
      ['dev', { total: 4, healthy: 3 }],
      ['staging', { total: 3, healthy: 1 }],
      ['production', { total: 3, healthy: 2 }],
    ]),
  });
});

describe('what a reader sees', () => {
  const order = rows.map(row => row.service.ref);
  const byRef = (all: typeof rows) =>
    new Map(all.map(row => [row.service.ref, row]));

  it('keeps its order, shows the newest of each row, and nothing that is gone', () => {
    const [first, second, ...rest] = rows;
    const changed = rowsOf(
      [fleetService('lonely', { dev: cell({ state: 'failed' }) })],
      fleetEnvironments,
    );
    expect(second.service.title).toBe('lonely');
    expect(settledRows(order, byRef([...rest, ...changed, first]))).toEqual([
      first,
      ...changed,
      ...rest,
    ]);
    expect(settledRows(order, byRef(rest))).toEqual(rest);
  });

  it('counts what would come and go if they looked anew', () => {
    const [first, ...rest] = rows;
    expect(changesSince(order, rows, byRef(rows))).toBe(0);
    expect(changesSince(order, rest, byRef(rows))).toBe(1);
    expect(changesSince(order, rest, byRef(rest))).toBe(0);
    const [added] = rowsOf([fleetService('new', {})], fleetEnvironments);
    expect(changesSince(order, [...rows, added], byRef([...rows, added]))).toBe(
      1,
    );
    expect(changesSince(order, [added], byRef([...rows, added]))).toBe(5);
    expect(first).toBeDefined();
  });
});
