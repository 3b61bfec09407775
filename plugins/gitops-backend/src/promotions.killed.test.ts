import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PromotionCause } from 'backstage-plugin-gitops-common';
import knexFactory, { Knex } from 'knex';
import { KilledWorkerOptions, startWorker } from './__testUtils__/killedWorker';
import { Postgres, startPostgres } from './__testUtils__/startPostgres';
import { Promotable, startPromotions } from './__testUtils__/startPromotions';
import { openPromotionStore } from './promotions/store/PromotionStore';
import type { PromotionRecord } from './promotions/store/Records';
import {
  StoredPromotion,
  StoredPullRequest,
} from './promotions/StoredPromotion';

jest.setTimeout(120_000);

/** Longer than a lease: what a dead process had is taken over then. */
const LATER_MS = 10 * 60_000;
const overlay = 'apps/ledger/envs/preprod/kustomization.yaml';

let lab: Promotable;
let postgres: Postgres;
let folder: string;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  lab = await startPromotions();
  folder = mkdtempSync(join(tmpdir(), 'gitops-killed-'));
});
afterEach(async () => {
  await lab.close();
  rmSync(folder, { recursive: true });
});

const clients = {
  SQLite: (): Knex.Config => ({
    client: 'better-sqlite3',
    connection: { filename: join(folder, 'test.sqlite') },
    useNullAsDefault: true,
  }),
  PostgreSQL: (): Knex.Config => ({
    client: 'pg',
    connection: postgres.connection,
  }),
};

function integrations() {
  const { url } = lab.sandbox.forge!;
  const host = new URL(url).host;
  return {
    gitea: [
      { host, baseUrl: url, username: 'sandbox', password: lab.sandbox.token },
    ],
  };
}

/** A worker in a process of its own. Answers how it ended. */
async function workerDies(options: KilledWorkerOptions): Promise<string> {
  const child = spawn(
    process.execPath,
    [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      join(__dirname, '__testUtils__', 'killedWorker.ts'),
    ],
    {
      env: { ...process.env, KILLED_WORKER: JSON.stringify(options) },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const words: string[] = [];
  child.stderr.on('data', chunk => words.push(String(chunk)));
  const [code, signal] = await once(child, 'exit');
  return signal ?? `${code} ${words.join('')}`;
}

describe.each(Object.entries(clients))('on %s', (_, databaseOf) => {
  it.each(['before branch', 'before pull request', 'after pull request'])(
    'a process that is killed %s leaves work that another finishes, once',
    async dieAt => {
      const database = databaseOf();
      const aborted = new AbortController();
      const id = await requested(database, `component:default/${dieAt}`);
      expect(
        await workerDies({
          database,
          integrations: integrations(),
          dieAt,
          aheadMs: 0,
        }),
      ).toBe('SIGKILL');
      await leasesEnd(database);

      const knex = await startWorker(
        { database, integrations: integrations(), aheadMs: LATER_MS },
        aborted.signal,
      );
      const record = await untilOpen(knex, id);
      expect(record.promotion.state).toBe('pullRequestOpen');
      const [pull, ...others] = await lab.pulls();
      expect(others).toEqual([]);
      expect(record.pullRequests[0].number).toBe(pull.number);
      expect(await lab.branches()).toEqual(['gitops/promote/ledger']);
      const { total_commits: commits } = await lab.forge(
        'GET',
        `compare/main...${encodeURIComponent('gitops/promote/ledger')}`,
      );
      expect(commits).toBe(1);
      aborted.abort();
      await knex.destroy();
    },
  );

  it.each(['before close', 'after close'])(
    'a process that is killed %s leaves a pull request that another closes, with one comment',
    async dieAt => {
      const database = databaseOf();
      const { id, knex, pullRequest } = await opened(database, dieAt);
      const store = await openPromotionStore({
        database: { getClient: async () => knex },
        now: Date.now,
      });
      const record = (await store.records.find(id))!;
      await store.requests.withdraw(
        [record],
        { ref: 'user:default/ana', name: 'Ana' },
        'Withdrawn.',
      );
      expect(
        await workerDies({
          database,
          integrations: integrations(),
          dieAt,
          aheadMs: 0,
        }),
      ).toBe('SIGKILL');
      await leasesEnd(database);

      const second = new AbortController();
      const other = await startWorker(
        { database, integrations: integrations(), aheadMs: LATER_MS },
        second.signal,
      );
      for (;;) {
        const found = await store.records.find(id);
        if (found?.promotion.state === 'closed') break;
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      const { number } = pullRequest;
      expect(await lab.forge('GET', `pulls/${number}`)).toMatchObject({
        state: 'closed',
      });
      expect(await lab.forge('GET', `issues/${number}/comments`)).toHaveLength(
        1,
      );
      second.abort();
      await Promise.all([knex.destroy(), other.destroy()]);
    },
  );

  it.each(['announce merged', 'refresh', 'track', 'announce succeeded'])(
    'a process that is killed after the merge, at %s, leaves a promotion that another follows to its end and tells of',
    async dieAt => {
      const database = databaseOf();
      const { id, knex, pullRequest } = await opened(database, dieAt);
      const { number, repositoryUrl: repository } = pullRequest;
      await lab.forge('POST', `pulls/${number}/merge`, { Do: 'squash' });
      const { commit } = await lab.forge('GET', 'branches/main');
      const options = {
        database,
        integrations: integrations(),
        deployed: {
          repository,
          revision: commit.id,
          image: 'registry.example.com/ledger:1.7.10',
        },
      };
      expect(
        await workerDies({ ...options, dieAt, aheadMs: LATER_MS / 2 }),
      ).toBe('SIGKILL');
      await leasesEnd(database);

      const second = new AbortController();
      const done: string[] = [];
      const other = await startWorker(
        { ...options, aheadMs: LATER_MS },
        second.signal,
        what => done.push(what),
      );
      const { promotion } = await until(
        knex,
        id,
        ({ promotion: { state, announced, passed } }) =>
          state === 'succeeded' && announced === passed.length,
      );
      expect(promotion).toMatchObject({
        state: 'succeeded',
        cause: {
          code: 'arrived',
          params: { version: '1.7.10', environment: 'preprod' },
        },
        obstacle: undefined,
      });
      // What was not written may be done again, what was written is not
      const left = [
        'announce merged',
        'refresh',
        'track',
        'announce succeeded',
      ];
      const begin = dieAt === 'track' ? 'refresh' : dieAt;
      expect(done).toEqual(left.slice(left.indexOf(begin)));
      second.abort();
      await Promise.all([knex.destroy(), other.destroy()]);
    },
  );
});

/** As time does: the database's clock decides how long a dead process has its rows. */
async function leasesEnd(database: Knex.Config): Promise<void> {
  const knex = knexFactory(database);
  const past = new Date(Date.now() - 60_000);
  for (const table of ['gitops_promotions', 'gitops_pull_requests'])
    await knex(table)
      .whereNotNull('lease_until')
      .update({ lease_until: past, due_at: past });
  await knex.destroy();
}

/** A promotion whose pull request a worker has opened, which has ended since. */
async function opened(database: Knex.Config, name: string) {
  const worker = new AbortController();
  const id = await requested(database, `component:default/${name}`);
  const knex = await startWorker(
    { database, integrations: integrations(), aheadMs: 0 },
    worker.signal,
  );
  const { pullRequests } = await untilOpen(knex, id);
  worker.abort();
  return { id, knex, pullRequest: pullRequests[0] };
}

/** A promotion as a click leaves it: rows, and nothing in Git yet. */
async function requested(database: Knex.Config, service: string) {
  const knex = knexFactory(database);
  const store = await openPromotionStore({
    database: { getClient: async () => knex },
    now: Date.now,
  });
  await knex('gitops_promotion_pull_requests').delete();
  await knex('gitops_promotions').delete();
  await knex('gitops_pull_requests').delete();
  const { text } = await lab.read(overlay);
  const head = await lab.forge('GET', 'branches/main');
  const versions = [
    { name: 'registry.example.com/ledger', from: '1.6.10', to: '1.7.10' },
  ];
  const cause: PromotionCause = {
    code: 'rollingOut',
    params: { version: '1.7.10' },
  };
  const promotion: StoredPromotion = {
    id: '00000000-0000-4000-8000-000000000001',
    kind: 'promotion',
    service,
    from: 'staging',
    to: 'preprod',
    version: '1.7.10',
    previous: '1.6.10',
    versions,
    targets: [
      {
        instance: 'eu-central',
        namespace: 'argocd',
        name: 'ledger-preprod',
        repositoryUrl: `${lab.sandbox.forge!.url}/platform/gitops.git`,
        base: 'main',
        versions: [
          { name: 'registry.example.com/ledger', to: '1.7.10', inSpec: false },
        ],
      },
    ],
    gates: [],
    state: 'requested',
    cause,
    passed: [{ state: 'requested', cause, at: new Date().toISOString() }],
    announced: 0,
    requestedBy: 'user:default/ana',
    requestedByName: 'Ana',
    reason: 'It is time',
    overridden: false,
    waves: [],
    requestedAt: new Date().toISOString(),
    attempts: 0,
  };
  const pullRequest: StoredPullRequest = {
    id: '00000000-0000-4000-8000-000000000002',
    repositoryUrl: `${lab.sandbox.forge!.url}/platform/gitops.git`,
    repository: 'platform/gitops',
    base: 'main',
    baseSha: head.commit.id,
    branch: 'gitops/promote/ledger',
    files: new Map([
      [overlay, Buffer.from(text.replace('1.6.10', '1.7.10'), 'utf8')],
    ]),
    message: 'Promote ledger 1.7.10 to preprod',
    title: 'Promote ledger 1.7.10 to preprod',
    body: 'It is time',
    labels: [],
    reviewers: [],
    reviewerRefs: [],
    isKeptUpToDate: false,
    state: 'planned',
    attempts: 0,
  };
  await store.requests.promotion(promotion, [pullRequest]);
  await knex.destroy();
  return promotion.id;
}

function untilOpen(knex: Knex, id: string) {
  return until(knex, id, one => one.promotion.state !== 'requested');
}

async function until(
  knex: Knex,
  id: string,
  isExpected: (record: PromotionRecord) => boolean,
): Promise<PromotionRecord> {
  const store = await openPromotionStore({
    database: { getClient: async () => knex },
    now: Date.now,
  });
  for (;;) {
    const found = await store.records.find(id);
    if (found && isExpected(found)) return found;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
