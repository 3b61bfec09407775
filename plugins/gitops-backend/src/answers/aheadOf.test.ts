import type { FleetCell } from 'backstage-plugin-gitops-common';
import * as module from './aheadOf';

const since = '2026-11-20T06:00:00.000Z';
const aheadOf = (cells: Record<string, FleetCell>, environments: string[]) =>
  module.aheadOf(cells, environments, {
    sinceOf: (environment, version) =>
      environment === 'dev' && version === '3.0.0' ? since : undefined,
    ranIn: (environment, version) =>
      environment === 'production' && version === '4.0.0',
  });

const order = ['dev', 'staging', 'production'];
const runs = (...running: string[]): FleetCell => ({
  state: 'healthy',
  running,
});
const nothing: FleetCell = { ...runs(), nothingRuns: true };
const stale = (cell: FleetCell): FleetCell => ({
  ...cell,
  staleSince: '2026-11-23T06:00:00.000Z',
});

describe('aheadOf', () => {
  it('is what the first environment runs, and every later one that does not', () => {
    expect(
      aheadOf(
        {
          dev: runs('2.0.0'),
          staging: runs('1.9.0'),
          production: runs('1.0.0'),
        },
        order,
      ),
    ).toEqual({ newest: '2.0.0', notIn: ['staging', 'production'] });
    expect(
      aheadOf(
        {
          dev: runs('2.0.0'),
          staging: runs('2.0.0'),
          production: runs('1.0.0'),
        },
        order,
      ),
    ).toEqual({ newest: '2.0.0', notIn: ['production'] });
  });

  it('passes over environments that ran it before or of which nothing is known', () => {
    expect(
      aheadOf(
        {
          dev: runs('4.0.0'),
          staging: runs('3.0.0'),
          production: runs('3.0.0'),
        },
        order,
      ),
    ).toEqual({ newest: '4.0.0', notIn: ['staging'] });
    expect(
      aheadOf(
        { dev: runs('2.0.0'), staging: runs(), production: runs('1.0.0') },
        order,
      ),
    ).toEqual({ newest: '2.0.0', notIn: ['production'] });
  });

  it('says since when that runs, where it is recorded', () => {
    expect(
      aheadOf({ dev: runs('3.0.0'), production: runs('1.0.0') }, order),
    ).toEqual({ newest: '3.0.0', since, notIn: ['production'] });
  });

  it('is a version also where nothing runs in the last environment', () => {
    expect(aheadOf({ dev: runs('2.0.0'), production: nothing }, order)).toEqual(
      { newest: '2.0.0', notIn: ['production'] },
    );
  });

  it('comes from the next environment where nothing runs in the first', () => {
    expect(
      aheadOf(
        { dev: nothing, staging: runs('2.0.0'), production: runs('1.0.0') },
        order,
      ),
    ).toEqual({ newest: '2.0.0', notIn: ['production'] });
  });

  it.each<[string, Record<string, FleetCell>]>([
    ['the same runs', { dev: runs('1.0.0'), production: runs('1.0.0') }],
    [
      'the last environment ran it before, and runs another one now',
      { dev: runs('4.0.0'), production: runs('3.0.0') },
    ],
    [
      'the last environment ran it before, and runs nothing now',
      { dev: runs('4.0.0'), production: nothing },
    ],
    ['the last environment is not known', { dev: runs('2.0.0') }],
    [
      'the last environment is a last known state',
      { dev: runs('2.0.0'), production: stale(runs('1.0.0')) },
    ],
    [
      'it is not known what runs in the last environment',
      { dev: runs('2.0.0'), production: runs() },
    ],
    [
      'the first environment is a last known state',
      { dev: stale(runs('2.0.0')), production: runs('1.0.0') },
    ],
    [
      'it is not known what runs in the first environment',
      { dev: runs(), staging: runs('2.0.0'), production: runs('1.0.0') },
    ],
    [
      'several versions run in the first environment',
      { dev: runs('2.0.0', '2.1.0'), production: runs('1.0.0') },
    ],
    ['there is no other environment', { production: runs('1.0.0') }],
  ])('is nothing where %s', (_, cells) => {
    expect(aheadOf(cells, order)).toBeUndefined();
  });
});
