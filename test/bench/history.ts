import type { Bench, Figure, Workshop } from './Bench';
import { percentile, round } from './statistics';
import { startSubject } from './subject';
import type { HistoryReport, HistoryTask } from './subjects/history';

/** `BENCH_DEPLOYMENTS` is for a quick look on a small machine. */
const deployments = Number(process.env.BENCH_DEPLOYMENTS ?? 1_000_000);
const TARGET_MS = 50;
const METRICS_TARGET_MS = 300;

/**
 * What one service's history costs in a database that holds many: 1,000 services in five
 * environments, a deployment a minute.
 */
export const history: Bench = async workshop => [
  ...(await figuresOf(workshop, 'SQLite')),
  ...(await figuresOf(workshop, 'PostgreSQL')),
];

async function figuresOf(
  workshop: Workshop,
  database: HistoryTask['database'],
): Promise<Figure[]> {
  const task: HistoryTask = {
    database,
    folder: workshop.folder,
    deployments,
  };
  workshop.say(`${database}: filling in ${deployments} deployments`);
  const report = await startSubject<HistoryReport>(workshop, 'history', {
    args: [JSON.stringify(task)],
  }).next();
  const details = {
    deployments: report.rows,
    megabytes: round(report.megabytes),
    'filled in, s': round(report.filledInSeconds),
  };
  const figure = (
    what: string,
    samples: readonly number[],
    targetMs = TARGET_MS,
  ): Figure => {
    const p99 = percentile(samples, 0.99);
    return {
      figure: `${what}, ${report.rows.toLocaleString(
        'en',
      )} deployments, ${database}, p99`,
      target: `${targetMs} ms`,
      measured: `${round(p99)} ms`,
      ok: p99 <= targetMs,
      samples: `${samples.length}`,
      details: { ...details, 'median, ms': round(percentile(samples, 0.5)) },
    };
  };
  return [
    figure('history of a service, first page', report.pages),
    figure('history of a service, second page', report.laterPages),
    figure('versions seen of a service', report.versions),
    figure('writing 50 known deployments again', report.writes),
    figure(
      'delivery metrics of a service, twelve weeks',
      report.serviceMetrics,
      METRICS_TARGET_MS,
    ),
    figure(
      'delivery metrics of the fleet, twelve weeks',
      report.fleetMetrics,
      METRICS_TARGET_MS,
    ),
  ];
}
