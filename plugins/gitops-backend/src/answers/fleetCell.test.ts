import { cellOf, FleetStatus } from './fleetCell';

const healthy: FleetStatus = {
  state: 'healthy',
  since: '2026-11-23T05:00:00Z',
  staleSince: null,
  versions: ['1.5.0'],
  wanted: '1.5.0',
  nothingRuns: false,
};

it('says no more of a healthy Application than what runs since when', () => {
  expect(JSON.parse(JSON.stringify(cellOf([healthy])))).toEqual({
    state: 'healthy',
    since: '2026-11-23T05:00:00Z',
    running: ['1.5.0'],
  });
});

it('has the state of the worst Application, and the versions of all', () => {
  const failed: FleetStatus = {
    ...healthy,
    state: 'failed',
    cause: 'hookFailed',
    since: null,
    versions: ['1.4.0'],
    wanted: '1.6.0',
    staleSince: '2026-11-23T06:00:00Z',
  };
  expect(cellOf([healthy, failed])).toMatchObject({
    state: 'failed',
    cause: 'hookFailed',
    since: undefined,
    staleSince: '2026-11-23T06:00:00Z',
    running: ['1.4.0', '1.5.0'],
    wanted: ['1.5.0', '1.6.0'],
    applications: 2,
  });
});

it('says that nothing runs only where that is known of every Application', () => {
  const nothing = { ...healthy, versions: [], nothingRuns: true };
  expect(cellOf([nothing])).toMatchObject({ running: [], nothingRuns: true });
  expect(cellOf([nothing, healthy]).nothingRuns).toBeUndefined();
});
