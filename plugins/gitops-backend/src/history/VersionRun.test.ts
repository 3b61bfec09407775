import { advance, Sighting, VersionRun } from './VersionRun';

const run: VersionRun = {
  application: 'eu/argocd/orders-production',
  service: 'orders',
  environment: 'production',
  version: '1.4.0',
  state: 'healthy',
  since: '2026-11-20T08:00:00Z',
  healthySince: '2026-11-20T08:00:00Z',
  changedAt: '2026-11-20T07:59:00Z',
};

const sighting = (given: Partial<Sighting>): Sighting => ({
  application: run.application,
  instance: 'eu',
  service: 'orders',
  environment: 'production',
  version: '1.4.0',
  state: 'healthy',
  isHealthy: true,
  since: run.since,
  at: '2026-11-23T06:00:00Z',
  changedAt: run.changedAt,
  ...given,
});

it('begins with what is seen, since when it is known to be healthy', () => {
  expect(advance(undefined, sighting({}), undefined)).toEqual({ begun: run });
  const unhealthy = sighting({
    state: 'degraded',
    isHealthy: false,
    since: '2026-11-23T05:00:00Z',
  });
  expect(advance(undefined, unhealthy, undefined)?.begun).toMatchObject({
    since: '2026-11-23T06:00:00Z',
    healthySince: undefined,
  });
});

it('says nothing new where the same is seen again', () => {
  expect(advance(run, sighting({}), undefined)).toBeUndefined();
});

it('ends when another version runs', () => {
  const next = sighting({
    version: '1.5.0',
    since: '2026-11-23T05:50:00Z',
    changedAt: '2026-11-23T05:49:00Z',
  });
  expect(advance(run, next, undefined)).toMatchObject({
    last: {
      version: '1.4.0',
      until: '2026-11-23T05:50:00Z',
      healthyUntil: '2026-11-23T05:50:00Z',
    },
    begun: { version: '1.5.0', since: '2026-11-23T05:50:00Z' },
  });
});

it('is known to have run only until it was last watched, where it ended unseen', () => {
  const next = sighting({
    version: '1.5.0',
    since: '2026-11-23T05:50:00Z',
    changedAt: '2026-11-23T05:49:00Z',
  });
  const gap = {
    from: '2026-11-21T00:00:00.000Z',
    to: '2026-11-23T05:55:00.000Z',
  };
  expect(advance(run, next, gap)).toMatchObject({
    last: { until: gap.from, healthyUntil: gap.from },
    begun: { since: '2026-11-23T05:50:00Z' },
  });
  // It was watched again when it was replaced
  const before = { ...gap, to: '2026-11-22T00:00:00.000Z' };
  expect(advance(run, next, before)?.last).toMatchObject({
    until: '2026-11-23T05:50:00Z',
  });
});

it('never ends before it began, whatever the clocks say', () => {
  const next = sighting({
    version: '1.5.0',
    since: '2026-11-19T00:00:00Z',
    changedAt: '2026-11-23T05:49:00Z',
  });
  expect(advance(run, next, undefined)?.last).toMatchObject({
    until: run.since,
    healthyUntil: run.since,
  });
});

it('ends where nothing runs any more', () => {
  const { last, begun } = advance(
    run,
    sighting({ version: undefined, isHealthy: false, since: undefined }),
    undefined,
  )!;
  expect(last).toMatchObject({ until: '2026-11-23T06:00:00Z' });
  expect(begun).toBeUndefined();
});

it('keeps its own last state while another version is on its way', () => {
  const { last } = advance(
    run,
    sighting({
      state: undefined,
      isHealthy: false,
      since: '2026-11-23T05:49:00Z',
      changedAt: '2026-11-23T05:49:00Z',
    }),
    undefined,
  )!;
  expect(last).toMatchObject({
    state: 'healthy',
    healthyUntil: '2026-11-23T05:49:00Z',
  });
});

it('is healthy anew after it was not', () => {
  const unwell = {
    ...run,
    state: 'degraded' as const,
    healthyUntil: '2026-11-22T00:00:00Z',
  };
  const again = sighting({ since: '2026-11-22T01:00:00Z' });
  expect(advance(unwell, again, undefined)?.last).toMatchObject({
    state: 'healthy',
    healthySince: '2026-11-22T01:00:00Z',
    healthyUntil: undefined,
  });
});

it('was not healthy all the time where Argo CD says that it became so while nobody watched', () => {
  const first = sighting({ since: '2026-11-22T01:00:00Z' });
  expect(advance(run, first, undefined)?.last).toMatchObject({
    healthySince: '2026-11-22T01:00:00Z',
  });
});

it('is not changed by a replica that tells later what is over', () => {
  const late = sighting({
    version: '1.3.0',
    changedAt: '2026-11-01T00:00:00Z',
  });
  expect(advance(run, late, undefined)).toBeUndefined();
});
