import { setTimeout } from 'node:timers/promises';
import knexFactory from 'knex';
import type {
  PromotionRow,
  PullRequestRow,
} from '../../plugins/gitops-backend/src/promotions/store/rows';
import { type Backend, startBackend } from './Backend';
import { type Bench, Skipped } from './Bench';
import { ChaosHost } from './ChaosHost';
import { ChaosPeople, drawn } from './ChaosPeople';
import { chaosViolations } from './chaosViolations';
import { FaultyProxy } from './FaultyProxy';
import { serviceNames } from './manyServices';
import { startSubject } from './subject';
import type { PostgresReport } from './subjects/postgres';
import type { SandboxAddresses } from './subjects/sandbox';

const {
  GITEA_URL,
  GITEA_TOKEN,
  GITEA_USER = 'gitops',
  CHAOS_MINUTES = '5',
} = process.env;
const count = 40;
const persons = 3;
/** Time for what was left half done: a replica's lease, and the looks at what was abandoned. */
const settleMs = 6 * 60_000;

/**
 * Two replicas on PostgreSQL promote through a Git host that delays, loses and breaks answers, while
 * they are killed and held up, and people act at random in the portal and on the host. Then all is
 * left to settle, and what is on the host is compared with the database.
 *
 * `CHAOS_MINUTES` is how long it lasts. With `GITEA_URL`, and `GITEA_USER` and `GITEA_TOKEN` of an
 * administrator, the host is a real Gitea, in which `platform/gitops` is deleted and created again.
 */
export const chaos: Bench = async workshop => {
  const report = await startSubject<PostgresReport>(
    workshop,
    'postgres',
    {},
  ).next();
  if ('missing' in report)
    throw new Skipped(`PostgreSQL is not installed here (${report.missing})`);
  const address = `postgres://postgres@127.0.0.1:${report.port}`;
  const services = serviceNames(count);
  const sandbox = await startSubject<SandboxAddresses>(workshop, 'sandbox', {
    args: [JSON.stringify({ services: count })],
  }).next();
  const host = await ChaosHost.open({
    sandbox,
    real:
      GITEA_URL && GITEA_TOKEN
        ? { url: GITEA_URL, token: GITEA_TOKEN, user: GITEA_USER }
        : undefined,
    folder: workshop.folder,
  });
  const proxy = await FaultyProxy.before(host.account.url);
  const start = () =>
    startBackend(workshop, {
      sandbox,
      services,
      database: `${address}/postgres`,
      config: {
        integrations: {
          gitea: [
            {
              // What the Applications name, and where its API is
              host: new URL(sandbox.url).host,
              baseUrl: proxy.url,
              username: host.account.user,
              password: host.account.token,
            },
          ],
        },
      },
    });
  // One after the other: the first makes the databases and their tables
  const replicas: (Backend | undefined)[] = [await start(), await start()];
  const running = () => drawn(replicas.filter(one => one !== undefined));
  const people = new ChaosPeople({
    services,
    host,
    replica: running,
    signIn: () =>
      running()!.signIn('user:default/releaser', ['group:default/platform']),
  });
  const troubles = { paused: 0, killed: 0 };
  const over = new AbortController();
  const settled = new AbortController();
  void host.follow(settled.signal);
  const working = [
    ...Array.from({ length: persons }, () => people.act(over.signal)),
    ...replicas.map((_, index) => trouble(index)),
  ];
  await setTimeout(Number(CHAOS_MINUTES) * 60_000);
  over.abort();
  proxy.calm();
  await Promise.all(working);

  workshop.say('settling');
  const knex = knexFactory({
    client: 'pg',
    connection: `${address}/backstage_plugin_gitops`,
  });
  const endedAt = Date.now();
  let rows: PullRequestRow[];
  let promotions: PromotionRow[];
  let wrong: string[];
  do {
    await setTimeout(10_000);
    rows = await knex('gitops_pull_requests');
    promotions = await knex('gitops_promotions');
    wrong = chaosViolations(
      { rows, promotions },
      {
        pulls: await host.pulls(),
        branches: await host.branches(),
        released: await host.released(),
      },
    );
  } while (wrong.length > 0 && Date.now() < endedAt + settleMs);
  const settledMs = Date.now() - endedAt;
  await knex.destroy();
  settled.abort();
  return [
    {
      figure:
        'pull requests, branches and versions on the Git host that are not as the database has them, after chaos',
      target: '0',
      measured: String(wrong.length),
      ok: wrong.length === 0,
      samples: `${CHAOS_MINUTES} minutes, ${rows.length} pull requests, ${
        GITEA_URL ? 'Gitea' : 'the sandbox'
      }`,
      details: {
        'settled after, s': Math.round(settledMs / 1_000),
        ...counted('replicas', troubles),
        ...counted('people', people.counts),
        ...counted('promotions', times(promotions.map(one => one.state))),
        ...Object.fromEntries(
          people.errors.map((one, at) => [`error ${at + 1}`, one]),
        ),
        ...counted('requests', proxy.counts),
        ...Object.fromEntries(wrong.map((one, at) => [`wrong ${at + 1}`, one])),
      },
    },
  ];

  /** Kills a replica and starts another, or holds it up beyond its leases. */
  async function trouble(index: number): Promise<void> {
    for (;;) {
      await setTimeout(5_000 + Math.random() * 25_000);
      const replica = replicas[index];
      if (over.signal.aborted || !replica) return;
      if (Math.random() < 0.5) {
        troubles.paused += 1;
        replica.signal('SIGSTOP');
        await setTimeout(2_000 + Math.random() * 90_000);
        replica.signal('SIGCONT');
      } else {
        troubles.killed += 1;
        replicas[index] = undefined;
        replica.signal('SIGKILL');
        replicas[index] = await start();
      }
    }
  }
};

function counted(
  whose: string,
  counts: Record<string, number>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts).map(([what, times]) => [`${whose}: ${what}`, times]),
  );
}

function times(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
