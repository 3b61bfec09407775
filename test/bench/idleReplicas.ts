import { setTimeout } from 'node:timers/promises';
import { startBackend } from './Backend';
import { type Bench, Skipped, type Workshop } from './Bench';
import { serviceNames } from './manyServices';
import { PromotionApi } from './PromotionApi';
import { StatementCounter } from './StatementCounter';
import { round } from './statistics';
import { startSubject } from './subject';
import type { PostgresReport } from './subjects/postgres';
import type { SandboxAddresses } from './subjects/sandbox';

/** Backstage gives every plugin a database of its own. */
const database = 'backstage_plugin_gitops';
const open = 10;
/** After this time, replicas have finished what follows a start or a request. */
const settledMs = 30_000;
const measuredMs = 60_000;
const target = 1;
/** Statements in the details */
const most = 8;

/**
 * Statements that each of two replicas sends to the plugin's database while nothing is under way,
 * and, as a detail, while some pull requests are open. They are counted on the wire.
 */
export const idleReplicas: Bench = async workshop => {
  const port = await startPostgres(workshop);
  const services = serviceNames(open);
  const sandbox = await startSubject<SandboxAddresses>(workshop, 'sandbox', {
    args: [JSON.stringify({ services: open })],
  }).next();
  const counters = [
    await StatementCounter.before(port, database),
    await StatementCounter.before(port, database),
  ];
  const replicas = [];
  // One after the other: the first makes the databases and their tables
  for (const { url } of counters)
    replicas.push(
      await startBackend(workshop, { sandbox, services, database: url }),
    );
  const idle = await measure(counters);
  workshop.say(`idle: ${shown(idle)} a second`);
  const api = await PromotionApi.signIn(replicas[0]);
  for (const service of services) {
    const { id } = await api.promote(service);
    await api.until(id, 'pullRequestOpen');
  }
  const waiting = await measure(counters);
  return [
    {
      figure: 'statements of an idle replica on PostgreSQL, each of two',
      target: `${target} a second`,
      measured: `${shown(idle)} a second`,
      ok: Math.max(...idle.map(perSecond)) <= target,
      samples: `${measuredMs / 1000} s`,
      details: {
        [`with ${open} open pull requests, a second`]: shown(waiting),
        ...mostOf('idle', idle),
        ...mostOf(`${open} open`, waiting),
      },
    },
  ];
};

async function startPostgres(workshop: Workshop): Promise<number> {
  const report = await startSubject<PostgresReport>(
    workshop,
    'postgres',
    {},
  ).next();
  if ('port' in report) return report.port;
  throw new Skipped(
    `there is no PostgreSQL here, neither in /usr/lib/postgresql nor as an npm package (${report.missing})`,
  );
}

type Counts = ReadonlyMap<string, number>;

/** What each replica sends within a minute. */
async function measure(
  counters: readonly StatementCounter[],
): Promise<Counts[]> {
  await setTimeout(settledMs);
  for (const counter of counters) counter.take();
  await setTimeout(measuredMs);
  return counters.map(counter => counter.take());
}

function perSecond(counts: Counts): number {
  const sum = [...counts.values()].reduce((a, b) => a + b, 0);
  return sum / (measuredMs / 1000);
}

function shown(replicas: readonly Counts[]): string {
  return replicas.map(counts => round(perSecond(counts))).join(' / ');
}

/** The statements that both send most often, with how often in a minute. */
function mostOf(
  when: string,
  replicas: readonly Counts[],
): Record<string, string> {
  const statements = [...new Set(replicas.flatMap(one => [...one.keys()]))];
  const lines = statements
    .map(statement => ({
      statement: statement.replace(/\s+/g, ' ').slice(0, 120),
      counts: replicas.map(one => one.get(statement) ?? 0),
    }))
    .sort((a, b) => Math.max(...b.counts) - Math.max(...a.counts))
    .slice(0, most);
  return Object.fromEntries(
    lines.map(({ statement, counts }) => [
      `${when}, a minute: ${statement}`,
      counts.join(' / '),
    ]),
  );
}
