import type {
  DeliveryMetrics,
  DeliveryWeek,
} from 'backstage-plugin-gitops-common';
import { leadTimesOf } from './leadTimes';
import type { Arrival, Measured } from './Measured';
import { outagesOf } from './restoreTimes';
import { durationMetric, FEWEST, quantile } from './statistics';
import { WEEK_MS, weekOf, weeksOf } from './weeks';

export interface MetricsInput {
  readonly environment: string;
  /** Where a version comes from; empty where this environment is the first */
  readonly firstEnvironments: readonly string[];
  /** Milliseconds, as all times */
  readonly from: number;
  readonly to: number;
  /** When the first deployment ended whose result is known */
  readonly recordedSince?: number;
  /** That ended in the window */
  readonly deployments: readonly Measured[];
  /** Of versions in this environment */
  readonly arrivals: readonly Arrival[];
  readonly services: number;
}

/** Of the deployments that it is given, and nothing else: rights are applied before. */
export function deliveryMetrics(input: MetricsInput): DeliveryMetrics {
  const { environment, firstEnvironments, from, to, recordedSince } = input;
  const isIn = (time: number) => time >= from && time < to;
  const deployments = input.deployments.filter(one => isIn(one.finishedAt));
  const counted = { succeeded: 0, failed: 0, unknown: 0 };
  for (const { result } of deployments) counted[result] += 1;
  const known = counted.succeeded + counted.failed;
  const outages = outagesOf(deployments);
  const restored = outages.flatMap(({ since, until }) =>
    until !== undefined && isIn(until)
      ? [{ at: until, durationMs: until - since }]
      : [],
  );
  const isFirst = firstEnvironments.length === 0;
  const leadTimes = leadTimesOf(input.arrivals)
    .filter(one => isIn(one.arrivedAt))
    .map(({ arrivedAt, durationMs }) => ({ at: arrivedAt, durationMs }));
  const wholeFrom = Math.max(from, recordedSince ?? Infinity);
  const results = byWeek(deployments, ({ finishedAt }) => finishedAt);
  const arrivals = byWeek(leadTimes, ({ at }) => at);
  const restores = byWeek(restored, ({ at }) => at);
  const weeks = weeksOf({ from, to }).map((start): DeliveryWeek => {
    const ofResult = (wanted: string) =>
      results(start).filter(({ result }) => result === wanted).length;
    return {
      start: new Date(start).toISOString(),
      isWhole: start >= wholeFrom && start + WEEK_MS <= to,
      succeeded: ofResult('succeeded'),
      failed: ofResult('failed'),
      leadTime: isFirst ? null : durationMetric(durations(arrivals(start))),
      restore: durationMetric(durations(restores(start))),
    };
  });
  const perWeek = weeks.flatMap(({ isWhole, succeeded }) =>
    isWhole ? [succeeded] : [],
  );
  return {
    environment,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    recordedSince:
      recordedSince === undefined
        ? null
        : new Date(recordedSince).toISOString(),
    services: input.services,
    frequency: {
      n: counted.succeeded,
      weeks: perWeek.length,
      median: quantile(perWeek, 0.5),
      p90: quantile(perWeek, 0.9),
    },
    leadTime: isFirst
      ? null
      : {
          ...durationMetric(durations(leadTimes)),
          from: [...firstEnvironments],
        },
    failures: {
      n: known,
      failed: counted.failed,
      rate: known < FEWEST ? null : counted.failed / known,
      unknown: counted.unknown,
    },
    restore: {
      ...durationMetric(durations(restored)),
      open: outages.length - restored.length,
    },
    weeks,
  };
}

function durations(all: readonly { durationMs: number }[]): number[] {
  return all.map(({ durationMs }) => durationMs);
}

/** @returns what lies in the week that begins then */
function byWeek<Item>(
  items: readonly Item[],
  timeOf: (item: Item) => number,
): (start: number) => readonly Item[] {
  const weeks = new Map<number, Item[]>();
  for (const item of items) {
    const week = weekOf(timeOf(item));
    const others = weeks.get(week);
    if (others) others.push(item);
    else weeks.set(week, [item]);
  }
  return start => weeks.get(start) ?? [];
}
