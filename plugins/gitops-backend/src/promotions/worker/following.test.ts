import type { GitRepository } from 'backstage-plugin-gitops-node';
import { diagnosis } from '../../__testUtils__/builtEntry';
import { capturingLogger } from '../../__testUtils__/CapturingLogger';
import { FakeClock } from '../../__testUtils__/FakeClock';
import {
  MemoryDatabase,
  memoryDatabase,
} from '../__testUtils__/memoryDatabase';
import { noGates } from '../__testUtils__/noGates';
import {
  deployment,
  IMAGE,
  openPullRequest,
  promotion,
  target,
} from '../__testUtils__/samples';
import { openPromotionStore, PromotionStore } from '../store/PromotionStore';
import type { TargetView } from '../tracking/progress';
import type { TargetReader } from '../tracking/TargetReader';
import { PromotionWorker } from './PromotionWorker';

const SERVICES = 48;
const HALF_A_MINUTE_MS = 30_000;
const applicationOf = (index: number) => ({
  instance: 'eu-central',
  namespace: 'argocd',
  name: `service-${index}-production`,
});

let clock: FakeClock;
let knex: MemoryDatabase;
let store: PromotionStore;
let stop: AbortController;
let statements: string[];
let pages: string[];
let looks: string[];
/** Names of the Applications that run what was promoted */
let arrived: Set<string>;
let worker: PromotionWorker;
/** Until when Argo CD's answers take */
let answered: Promise<void> | undefined;

beforeEach(async () => {
  clock = new FakeClock();
  knex = memoryDatabase();
  stop = new AbortController();
  answered = undefined;
  [statements, pages, looks, arrived] = [[], [], [], new Set()];
  store = await openPromotionStore({
    database: { getClient: async () => knex },
    now: clock.now,
  });
  const at = new Date(clock.now()).toISOString();
  const cause = { code: 'rollingOut', params: { version: '1.5.0' } } as const;
  const promotions = Array.from({ length: SERVICES }, (_, index) =>
    promotion({
      id: `promotion-${index}`,
      service: `component:default/service-${index}`,
      targets: [target(applicationOf(index))],
      state: 'deploying',
      cause,
      passed: [{ state: 'deploying', cause, at }],
      announced: 1,
      mergedAt: at,
      refreshedAt: at,
      deployingAt: at,
    }),
  );
  const merged = { state: 'merged', mergeCommit: 'd'.repeat(40) } as const;
  await store.requests.release({
    promotions,
    pullRequests: [{ pullRequest: openPullRequest(merged), of: promotions }],
    overtakes: new Set(),
  });
  await knex('gitops_pull_requests').update({ due_at: null });
  knex.on('query', ({ sql }: { sql: string }) => statements.push(sql));
  worker = startWorker();
  await pass(10_000);
  [statements, pages, looks] = [[], [], []];
});
afterEach(async () => {
  stop.abort();
  await pass(0);
  await knex.destroy();
});

function startWorker(): PromotionWorker {
  const targets: Pick<TargetReader, 'read'> = {
    async read(of): Promise<TargetView> {
      looks.push(of.name);
      const running = arrived.has(of.name) ? '1.5.0' : '1.4.0';
      await answered;
      return {
        target: of,
        deployment: deployment({
          running,
          state: running === '1.5.0' ? 'healthy' : 'deploying',
          images: [`${IMAGE}:${running}`],
        }),
        diagnosis: diagnosis(),
        isCompared: true,
        isOperated: true,
      };
    },
  };
  const started = new PromotionWorker({
    ...noGates,
    store,
    repositoryOf: () => ({} as GitRepository),
    targets: targets as TargetReader,
    deployments: { application: () => undefined } as never,
    clock,
    logger: capturingLogger().logger,
    onChange: service => pages.push(service),
    announce: async () => {},
  });
  started.start(stop.signal);
  return started;
}

/**
 * In steps, so that what is asked of the database is answered at the time at which it was asked.
 */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) await clock.pass(100);
}

describe('Promotions that are being deployed, of which nothing changes', () => {
  it('take one statement of the database for every four looks', async () => {
    await pass(2 * HALF_A_MINUTE_MS);
    expect(looks.length).toBeGreaterThanOrEqual(SERVICES * 4);
    const ofPromotions = statements.filter(sql =>
      sql.includes('gitops_promotions'),
    );
    expect(ofPromotions.length).toBeLessThan(looks.length / 4);
  });

  it('are not written, and no page is told', async () => {
    const before = await knex('gitops_promotions').select('cause', 'waves');
    await pass(HALF_A_MINUTE_MS);
    expect(pages).toEqual([]);
    expect(await knex('gitops_promotions').select('cause', 'waves')).toEqual(
      before,
    );
    expect(statements.filter(sql => sql.includes('`cause` = ?'))).toEqual([]);
  });
});

describe('A promotion whose Application changed', () => {
  it('is looked at at once, alone, and its page is told', async () => {
    const { name } = applicationOf(7);
    arrived.add(name);
    worker.applicationsChanged([applicationOf(7)]);
    await pass(300);
    expect(new Set(looks)).toEqual(new Set([name]));
    expect(pages).toContain('component:default/service-7');
    const { promotion: after } = (await store.records.find('promotion-7'))!;
    expect(after.state).toBe('succeeded');
  });

  it('is looked at again where that happened during the look', async () => {
    let answer = () => {};
    answered = new Promise(resolve => {
      answer = resolve;
    });
    worker.applicationsChanged([applicationOf(7)]);
    await pass(300);
    arrived.add(applicationOf(7).name);
    worker.applicationsChanged([applicationOf(7)]);
    answered = undefined;
    answer();
    await pass(300);
    const { promotion: after } = (await store.records.find('promotion-7'))!;
    expect(after.state).toBe('succeeded');
  });

  it('is asked for no more when it has ended', async () => {
    arrived.add(applicationOf(7).name);
    worker.applicationsChanged([applicationOf(7)]);
    await pass(1_000);
    statements = [];
    worker.applicationsChanged([applicationOf(7)]);
    await pass(200);
    expect(statements).toEqual([]);
  });
});
