import { deliveryMetricsSchema } from 'backstage-plugin-gitops-common';
import { deliveryMetrics, MetricsInput } from './deliveryMetrics';
import type { Arrival, Measured } from './Measured';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** A Monday */
const start = Date.parse('2026-03-02T00:00:00Z');

function deployment(
  day: number,
  given: Partial<Measured> & { healthyAfter?: number } = {},
): Measured {
  const finishedAt = start + day * DAY;
  const { healthyAfter = 0, ...rest } = given;
  return {
    application: 'eu/argocd/orders-production',
    result: 'succeeded',
    finishedAt,
    healthyAt: finishedAt + healthyAfter,
    ...rest,
  };
}

const failed = (day: number, given: Partial<Measured> = {}) =>
  deployment(day, { result: 'failed', healthyAt: undefined, ...given });

function arrivalsOf(
  version: number,
  { dev, production }: { dev?: number; production?: number },
): Arrival[] {
  if (production === undefined) return [];
  return [
    {
      version,
      arrivedAt: start + production * DAY,
      startedAt: dev === undefined ? undefined : start + dev * DAY - HOUR,
    },
  ];
}

function metricsOf(given: Partial<MetricsInput> = {}) {
  const metrics = deliveryMetrics({
    environment: 'production',
    firstEnvironments: ['dev'],
    from: start,
    to: start + 14 * DAY,
    recordedSince: start,
    deployments: [],
    arrivals: [],
    services: 1,
    ...given,
  });
  expect(deliveryMetricsSchema.parse(metrics)).toEqual(metrics);
  return metrics;
}

const many = (count: number, make: (index: number) => Measured) =>
  Array.from({ length: count }, (_, index) => make(index));

describe('deployment frequency', () => {
  it('counts what succeeded in the window, by weeks that begin on Monday in UTC', () => {
    const { frequency, weeks } = metricsOf({
      deployments: [
        deployment(-0.01),
        deployment(0),
        deployment(6.99),
        deployment(7),
        deployment(14),
        failed(3),
      ],
    });
    expect(frequency.n).toBe(3);
    expect(weeks).toMatchObject([
      { start: '2026-03-02T00:00:00.000Z', succeeded: 2, failed: 1 },
      { start: '2026-03-09T00:00:00.000Z', succeeded: 1, failed: 0 },
    ]);
  });

  it('gives the median of whole weeks, weeks without a deployment included', () => {
    const { frequency } = metricsOf({
      to: start + 6 * 7 * DAY + DAY,
      deployments: [0, 1, 2, 7, 21, 22, 42].map(day => deployment(day)),
    });
    // 3, 1, 0, 2, 0, 0, and the week that has just begun
    expect(frequency).toEqual({ n: 7, weeks: 6, median: 0, p90: 3 });
  });

  it('says nothing of weeks before the recording began', () => {
    const { frequency, weeks } = metricsOf({
      to: start + 6 * 7 * DAY,
      recordedSince: start + 8 * DAY,
      deployments: [deployment(8)],
    });
    expect(weeks.map(({ isWhole }) => isWhole)).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
    expect(frequency).toEqual({ n: 1, weeks: 4, median: null, p90: null });
  });
});

describe('lead time', () => {
  it('is from the first deployment in the first environment until it was healthy here', () => {
    const { leadTime, weeks } = metricsOf({
      arrivals: [1, 2, 3, 4, 10].flatMap((days, index) =>
        arrivalsOf(index, { dev: 0, production: days }),
      ),
    });
    expect(leadTime).toEqual({
      n: 5,
      medianMs: 3 * DAY + HOUR,
      p90Ms: 10 * DAY + HOUR,
      from: ['dev'],
    });
    expect(weeks.map(week => week.leadTime)).toEqual([
      { n: 4, medianMs: null, p90Ms: null },
      { n: 1, medianMs: null, p90Ms: null },
    ]);
  });

  it('is of the first of several Applications, and of the first time that a version ran here', () => {
    const { leadTime } = metricsOf({
      arrivals: [
        ...arrivalsOf(100, { dev: -5, production: -1 }),
        ...arrivalsOf(100, { production: 2 }),
        ...[1, 2, 3, 4, 5].flatMap(day => [
          ...arrivalsOf(day, { dev: 0, production: day }),
          ...arrivalsOf(day, { dev: 3, production: day + 1 }),
        ]),
      ],
    });
    expect(leadTime).toMatchObject({ n: 5, medianMs: 3 * DAY + HOUR });
  });

  it.each([
    ['never was in the first environment', { production: 1 }],
    ['came to the first environment later', { dev: 2, production: 1 }],
    ['was not healthy here', { dev: 0 }],
  ])('leaves out a version that %s', (_, days) => {
    const { leadTime } = metricsOf({ arrivals: arrivalsOf(1, days) });
    expect(leadTime?.n).toBe(0);
  });

  it('is none in the first environment itself', () => {
    const { leadTime, weeks } = metricsOf({
      environment: 'dev',
      firstEnvironments: [],
    });
    expect(leadTime).toBeNull();
    expect(weeks[0].leadTime).toBeNull();
  });
});

describe('failed deployments', () => {
  it('are a share of those whose end somebody saw', () => {
    const { failures } = metricsOf({
      deployments: [
        ...many(6, index => deployment(index)),
        failed(3),
        failed(4),
        deployment(5, { result: 'unknown' }),
      ],
    });
    expect(failures).toEqual({ n: 8, failed: 2, rate: 0.25, unknown: 1 });
  });

  it('have no rate while there are too few', () => {
    const { failures } = metricsOf({
      deployments: [failed(1), ...many(3, index => deployment(index))],
    });
    expect(failures).toEqual({ n: 4, failed: 1, rate: null, unknown: 0 });
  });
});

describe('time to restore', () => {
  it('is from the first failure until the Application was healthy again, by whichever deployment', () => {
    const application = (index: number) => ({
      application: `eu/argocd/${index}`,
    });
    const { restore } = metricsOf({
      deployments: [
        // Became healthy by itself
        failed(1, { ...application(1), healthyAt: start + DAY + HOUR }),
        // By the next but one deployment, which counts once
        failed(1, application(2)),
        failed(1.5, application(2)),
        deployment(2, application(2)),
        ...[3, 4, 5].flatMap(index => [
          failed(index, application(index)),
          deployment(index, { ...application(index), healthyAfter: 2 * HOUR }),
        ]),
      ],
    });
    expect(restore).toEqual({
      n: 5,
      medianMs: 2 * HOUR,
      p90Ms: DAY,
      open: 0,
    });
  });

  it('counts apart what is not healthy again by the end of the window', () => {
    const { restore } = metricsOf({
      deployments: [
        failed(1),
        failed(13, { application: 'b', healthyAt: start + 15 * DAY }),
        deployment(2, { application: 'eu/argocd/another' }),
      ],
    });
    expect(restore).toEqual({ n: 0, medianMs: null, p90Ms: null, open: 2 });
  });

  it('takes no health for a restore that came before the failure', () => {
    const { restore } = metricsOf({ deployments: [deployment(1), failed(2)] });
    expect(restore).toMatchObject({ n: 0, open: 1 });
  });
});

it('says nothing where nothing was recorded', () => {
  expect(metricsOf({ recordedSince: undefined, services: 0 })).toMatchObject({
    recordedSince: null,
    services: 0,
    frequency: { n: 0, weeks: 0, median: null },
    failures: { n: 0, rate: null },
  });
});
