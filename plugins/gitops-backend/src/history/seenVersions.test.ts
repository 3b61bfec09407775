import { seenVersions } from './seenVersions';
import type { VersionRun } from './VersionRun';

const run = (given: Partial<VersionRun> = {}): VersionRun => ({
  application: 'eu/argocd/orders-eu',
  environment: 'production',
  version: '1.5.0',
  state: 'healthy',
  since: '2026-11-20T08:00:00.000Z',
  healthySince: '2026-11-20T08:01:00.000Z',
  ...given,
});
const other = { application: 'us/argocd/orders-us' };

it('is one for each version and environment, of the last time that it ran', () => {
  const seen = seenVersions(
    [
      run({ since: '2026-11-22T00:00:00.000Z' }),
      run({ version: '1.6.0', until: '2026-11-22T00:00:00.000Z' }),
      run({ until: '2026-11-21T00:00:00.000Z' }),
      run({ environment: 'dev' }),
    ],
    ({ until }) => until === undefined,
  );
  expect(
    seen.map(one => [one.environment, one.version, one.since, one.isRunning]),
  ).toEqual([
    ['production', '1.5.0', '2026-11-22T00:00:00.000Z', true],
    ['production', '1.6.0', '2026-11-20T08:00:00.000Z', false],
    ['dev', '1.5.0', '2026-11-20T08:00:00.000Z', true],
  ]);
});

it('is healthy from when the last Application was to when the first was not', () => {
  const [seen] = seenVersions(
    [
      run({ until: '2026-11-23T00:00:00.000Z' }),
      run({
        ...other,
        state: 'degraded',
        healthySince: '2026-11-20T09:00:00.000Z',
        healthyUntil: '2026-11-22T00:00:00.000Z',
      }),
    ],
    () => false,
  );
  expect(seen).toMatchObject({
    healthySince: '2026-11-20T09:00:00.000Z',
    healthyUntil: '2026-11-22T00:00:00.000Z',
    until: null,
    state: 'degraded',
    applications: [
      { instance: 'eu', namespace: 'argocd', name: 'orders-eu' },
      { instance: 'us', namespace: 'argocd', name: 'orders-us' },
    ],
  });
});

it('was never healthy where one Application never was, or not both at once', () => {
  const never = { ...other, healthySince: undefined };
  const before = {
    ...other,
    healthySince: '2026-11-19T00:00:00.000Z',
    healthyUntil: '2026-11-19T01:00:00.000Z',
  };
  for (const second of [never, before])
    expect(seenVersions([run(), run(second)], () => true)).toMatchObject([
      { healthySince: null, healthyUntil: null },
    ]);
});

it.each([
  [[true, null], true],
  [[false, null], null],
  [[false, false], false],
] as const)('of runs that %j it says that it runs: %j', (each, all) => {
  const answers = [...each];
  const [seen] = seenVersions([run(), run(other)], () => answers.shift()!);
  expect(seen.isRunning).toBe(all);
});
