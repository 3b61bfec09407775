import {
  cell,
  fleetEnvironments,
  fleetService,
} from '../__testUtils__/fleetPage';
import { rowOf, rowsOf } from './FleetRow';

const compared = (cells: Parameters<typeof fleetService>[1]) =>
  rowOf(fleetService('a', cells), fleetEnvironments).cells.map(
    one => one.compared,
  );

describe('rowOf', () => {
  it('compares what runs with the environment to its left', () => {
    expect(
      compared({ dev: '2.0.0', staging: '1.0.0', production: '1.0.0' }),
    ).toEqual(['first', 'differs', 'same']);
  });

  it('compares with the nearest environment whose version is known', () => {
    expect(
      compared({
        dev: '2.0.0',
        staging: cell({ state: 'unknown', running: [] }),
        production: '2.0.0',
      }),
    ).toEqual(['first', 'first', 'same']);
  });

  it('compares nothing where no version is known', () => {
    expect(compared({ production: cell({ running: [] }) })).toEqual([
      'first',
      'first',
      'first',
    ]);
  });

  it('is the same object for an unchanged service, and another for other columns', () => {
    const service = fleetService('a', { dev: '1.0.0' });
    const row = rowOf(service, fleetEnvironments);
    expect(rowOf(service, [...fleetEnvironments])).toBe(row);
    expect(rowOf(service, fleetEnvironments.slice(1))).not.toBe(row);
  });
});

it('orders rows by title, whatever its case', () => {
  const services = ['beta', 'Alpha', 'gamma'].map(name =>
    fleetService(name, {}),
  );
  expect(
    rowsOf(services, fleetEnvironments).map(row => row.service.title),
  ).toEqual(['Alpha', 'beta', 'gamma']);
});
