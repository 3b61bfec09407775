import type { Knex } from 'knex';
import { pod, workload } from '../__testUtils__/builtEntry';
import { Postgres, startPostgres } from '../__testUtils__/startPostgres';
import type { FinishedSync } from '../inventory/Diagnosis';
import { memoryDatabase } from '../promotions/__testUtils__/memoryDatabase';
import { startRecorder } from './__testUtils__/startRecorder';
import { HistoryStore, historyStore } from './HistoryStore';
import type { Place } from './Place';

jest.setTimeout(60_000);

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const commit = (letter: string) => letter.repeat(40);

const sync = (given: Partial<FinishedSync> = {}): FinishedSync => ({
  startedAt: '2026-11-23T04:59:00Z',
  finishedAt: '2026-11-23T04:59:30Z',
  hasSucceeded: true,
  revisions: [commit('b')],
  isAutomated: true,
  ...given,
});
const earlier = sync({
  startedAt: '2026-11-23T03:00:00Z',
  finishedAt: '2026-11-23T03:00:20Z',
  revisions: [commit('a')],
});
const later = sync({
  startedAt: '2026-11-23T05:30:00Z',
  finishedAt: '2026-11-23T05:30:10Z',
  revisions: [commit('c')],
});

const running = {
  revision: commit('b'),
  operationPhase: 'Running',
  operationFinishedAt: undefined,
  healthSince: '2026-11-20T00:00:00Z',
};
const progressing = {
  health: 'Progressing',
  healthSince: '2026-11-23T04:59:29Z',
};
const rolling = {
  pods: [pod('1.4.0', 'Healthy', { isNewest: false })],
  workloads: [workload('1.5.0')],
};
const afterLater = {
  revision: commit('c'),
  healthSince: '2026-11-23T05:31:00Z',
  operationStartedAt: later.startedAt,
  operationFinishedAt: later.finishedAt,
};
const runsNext = {
  revisions: [commit('c')],
  pods: [pod('1.6.0')],
  workloads: [workload('1.6.0')],
};

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const databases = {
  SQLite: (): Knex => memoryDatabase(),
  PostgreSQL: (): Knex => postgres.connect(),
};

describe.each(['SQLite', 'PostgreSQL'] as const)('the history on %s', name => {
  let knex: Knex;
  let store: HistoryStore;

  beforeAll(async () => {
    knex = databases[name]();
    await knex.migrate.latest({ directory: `${__dirname}/../../migrations` });
    store = historyStore(knex);
  });
  beforeEach(async () => {
    for (const table of ['deployments', 'version_runs', 'history_watches'])
      await knex(`gitops_${table}`).delete();
  });
  afterAll(() => knex.destroy());

  const start = (options: Partial<Parameters<typeof startRecorder>[0]> = {}) =>
    startRecorder({ knex, ...options });
  const places = [
    {
      application: 'eu-central/argocd/orders-production',
      environment: 'production',
    },
  ];
  const deployments = async () =>
    (await store.deployments.page({ places, limit: 100 })).map(
      ({ startedAt, result, version, healthyAt }) => ({
        startedAt: startedAt.replace('.000', ''),
        result,
        version,
        healthyAt: healthyAt?.replace('.000', ''),
      }),
    );
  const runs = async () =>
    (await store.versions.list(places, 100)).map(
      ({ version, state, since, until, healthySince, healthyUntil }) => ({
        version,
        state,
        since,
        until,
        healthySince,
        healthyUntil,
      }),
    );

  it('has a deployment once that two replicas see, whose clocks are an hour apart', async () => {
    const replicas = [start(), start({ clockOffMs: HOUR })];
    for (const { see } of replicas) {
      see(running, rolling, []);
      see(progressing, rolling, [earlier, sync()]);
      see({}, {}, [earlier, sync()]);
    }
    await Promise.all(replicas.map(({ write }) => write()));
    expect(await deployments()).toEqual([
      {
        startedAt: sync().startedAt,
        result: 'succeeded',
        version: '1.5.0',
        healthyAt: '2026-11-23T05:00:00Z',
      },
      {
        startedAt: earlier.startedAt,
        result: 'unknown',
        version: undefined,
        healthyAt: undefined,
      },
    ]);
    expect(await runs()).toMatchObject([
      { version: '1.5.0', state: 'healthy', until: undefined },
      { version: '1.4.0' },
    ]);
  });

  it('tells what every Application runs now, without what ran before', async () => {
    const { see, write } = start();
    see(running, rolling, []);
    see({}, {}, [sync()]);
    await write();
    const lasting = [];
    for await (const some of store.versions.lasting()) lasting.push(...some);
    expect(
      lasting.map(({ application, version, until }) => [
        application,
        version,
        until,
      ]),
    ).toEqual([[places[0].application, '1.5.0', undefined]]);
  });

  it('has a deployment once whose middle a restart falls into', async () => {
    const before = start();
    before.see(running, rolling, []);
    before.see(progressing, rolling, [sync()]);
    await before.write();
    expect(await deployments()).toEqual([]);
    const after = start();
    after.see(progressing, rolling, [sync()]);
    await after.write();
    expect(await deployments()).toEqual([]);
    after.see({}, {}, [sync()]);
    await after.write();
    const again = start();
    again.see({}, {}, [sync()]);
    await again.write();
    expect(await deployments()).toMatchObject([
      { startedAt: sync().startedAt, result: 'succeeded' },
    ]);
    expect((await runs()).map(({ version }) => version)).toEqual([
      '1.5.0',
      '1.4.0',
    ]);
  });

  it('fills the gap of a time in which no backend ran, and claims nothing that nobody saw', async () => {
    const before = start();
    before.see({}, {}, [sync()]);
    await before.write();
    const watchedUntil = '2026-11-23T06:00:00.000Z';

    const after = start({ clockOffMs: DAY });
    const missed = sync({
      startedAt: '2026-11-23T10:00:00Z',
      finishedAt: '2026-11-23T10:00:10Z',
    });
    const last = {
      startedAt: '2026-11-23T20:00:00Z',
      finishedAt: '2026-11-23T20:00:10Z',
    };
    after.see(
      {
        ...afterLater,
        healthSince: '2026-11-23T20:01:00Z',
        operationStartedAt: last.startedAt,
        operationFinishedAt: last.finishedAt,
      },
      runsNext,
      [sync(), missed, { ...later, ...last }],
    );
    await after.write();
    expect(
      (await deployments()).map(one => [
        one.startedAt,
        one.result,
        one.version,
      ]),
    ).toEqual([
      [last.startedAt, 'succeeded', '1.6.0'],
      [missed.startedAt, 'unknown', undefined],
      [sync().startedAt, 'succeeded', '1.5.0'],
    ]);
    expect(await runs()).toMatchObject([
      { version: '1.6.0', since: '2026-11-23T20:01:00.000Z' },
      { version: '1.5.0', until: watchedUntil, healthyUntil: watchedUntil },
    ]);
  });

  it('does not claim that a version ran on while its instance could not be read', async () => {
    const { see, write, watched, pass } = start();
    see({}, {}, [sync()]);
    await write();
    const watchedUntil = '2026-11-23T06:00:00.000Z';
    watched.pop();
    for (let hour = 0; hour < 3; hour++) {
      await pass(HOUR);
      await write();
    }
    const last = {
      startedAt: '2026-11-23T08:00:00Z',
      finishedAt: '2026-11-23T08:00:10Z',
    };
    see(
      {
        ...afterLater,
        healthSince: '2026-11-23T08:01:00Z',
        operationStartedAt: last.startedAt,
        operationFinishedAt: last.finishedAt,
      },
      runsNext,
      [sync(), { ...later, ...last }],
    );
    watched.push('eu-central');
    await write();
    expect(await runs()).toMatchObject([
      { version: '1.6.0', since: '2026-11-23T08:01:00.000Z' },
      { version: '1.5.0', until: watchedUntil, healthyUntil: watchedUntil },
    ]);
  });

  it('believes the replica that saw the end, in whatever order they write', async () => {
    for (const isFirst of [true, false]) {
      await knex('gitops_deployments').delete();
      const saw = start();
      saw.see({}, {}, [sync()]);
      saw.see(afterLater, runsNext, [sync(), later]);
      const missed = start();
      missed.see(afterLater, runsNext, [sync(), later]);
      const order = isFirst ? [saw, missed] : [missed, saw];
      for (const { write } of order) await write();
      expect(await deployments()).toMatchObject([
        { startedAt: later.startedAt, result: 'succeeded' },
        { startedAt: sync().startedAt, result: 'succeeded', version: '1.5.0' },
      ]);
    }
  });

  it('keeps that a deployment has failed, and adds when it was healthy after all', async () => {
    const crashing = {
      ...rolling,
      pods: [pod('1.5.0', 'Degraded', { status: 'CrashLoopBackOff' })],
    };
    const { see, write, pass } = start();
    see(running, rolling, []);
    see({ health: 'Degraded' }, crashing, [sync()]);
    await pass(6 * 60_000);
    await write();
    expect(await deployments()).toMatchObject([
      { result: 'failed', healthyAt: undefined },
    ]);
    see({ healthSince: '2026-11-23T06:10:00Z' }, {}, [sync()]);
    await write();
    const restarted = start();
    restarted.see({ healthSince: '2026-11-23T06:10:00Z' }, {}, [sync()]);
    await restarted.write();
    expect(await deployments()).toMatchObject([
      {
        result: 'failed',
        version: '1.5.0',
        healthyAt: '2026-11-23T06:10:00Z',
      },
    ]);
  });

  it('waits for a database that is down, says so once, and misses nothing', async () => {
    let isDown = true;
    const refuse = async () => {
      if (isDown) throw new Error('connection refused');
    };
    const guarded: HistoryStore = {
      ...store,
      watches: Object.assign(Object.create(store.watches), {
        all: () => refuse().then(() => store.watches.all()),
        note: (...given: Parameters<typeof store.watches.note>) =>
          refuse().then(() => store.watches.note(...given)),
      }),
    };
    const { see, write, recorder, lines } = start({ store: guarded });
    see({}, {}, [sync()]);
    await write();
    await write();
    expect(recorder.failedSince).toBe(Date.parse('2026-11-23T06:00:00Z'));
    expect(await deployments()).toEqual([]);
    see(afterLater, runsNext, [sync(), later]);
    isDown = false;
    await write();
    expect(recorder.failedSince).toBeUndefined();
    expect(await deployments()).toHaveLength(2);
    expect((await runs()).map(({ version }) => version)).toEqual([
      '1.6.0',
      '1.5.0',
    ]);
    expect(lines.map(line => line.slice(0, 38))).toEqual([
      'warn The history could not be recorded',
      'info The history is recorded again {}',
    ]);
  });

  it('says since when an instance is watched without a gap', async () => {
    const mark = async (time: string) => {
      await store.watches.note(['eu-central'], new Date(`2026-11-${time}Z`));
      const watch = (await store.watches.all()).get('eu-central')!;
      return [watch.since, watch.until].map(one => one.slice(8, 19));
    };
    expect(await mark('01T06:00:00')).toEqual(['01T06:00:00', '01T06:00:00']);
    expect(await mark('01T06:03:00')).toEqual(['01T06:00:00', '01T06:03:00']);
    // For two weeks no backend ran
    expect(await mark('15T06:00:00')).toEqual(['15T06:00:00', '15T06:00:00']);
    expect(await mark('15T06:01:00')).toEqual(['15T06:00:00', '15T06:01:00']);
  });

  it('neither begins nor ends a version while several run at once', async () => {
    const { see, write } = start();
    see({}, {}, [sync()]);
    see(
      { health: 'Progressing', healthSince: '2026-11-23T05:10:00Z' },
      { pods: [pod('1.5.0'), pod('1.4.0')], workloads: [workload('1.6.0')] },
      [sync()],
    );
    await write();
    expect(await runs()).toMatchObject([
      { version: '1.5.0', until: undefined, healthyUntil: undefined },
    ]);
    see(afterLater, runsNext, [sync(), later]);
    await write();
    expect(await runs()).toMatchObject([
      { version: '1.6.0' },
      { version: '1.5.0' },
    ]);
  });

  it('deletes what has been over for longer than it is kept, and does not take it up again', async () => {
    const { see, write, pass } = start();
    see({}, {}, [earlier, sync()]);
    see(afterLater, runsNext, [earlier, sync(), later]);
    await write();
    expect(await deployments()).toHaveLength(3);
    await pass(401 * DAY);
    await write();
    expect(await deployments()).toEqual([]);
    expect(await runs()).toMatchObject([{ version: '1.6.0' }]);
    const restarted = start({ clockOffMs: 401 * DAY });
    restarted.see(afterLater, runsNext, [earlier, sync(), later]);
    await restarted.write();
    expect(await deployments()).toEqual([]);
  });

  it('ends what runs when the Application is deleted', async () => {
    const { see, write, removed } = start();
    see({}, {}, [sync()]);
    removed();
    await write();
    expect(await runs()).toMatchObject([
      { version: '1.5.0', until: '2026-11-23T06:00:00.000Z' },
    ]);
  });

  it('writes what hundreds of Applications did in one go', async () => {
    const { see, write } = start();
    for (let index = 0; index < 450; index++)
      see({ name: `orders-${index}` }, {}, [earlier, sync()]);
    await write();
    const [{ count }] = await knex('gitops_deployments').count({ count: '*' });
    expect(Number(count)).toBe(900);
    const [seen] = await knex('gitops_version_runs').count({ count: '*' });
    expect(Number(seen.count)).toBe(450);
  });

  it('answers pages, each deployment on one of them', async () => {
    const { see, write } = start();
    const syncs = Array.from({ length: 5 }, (_, hour) =>
      sync({
        startedAt: `2026-11-22T0${hour}:00:00Z`,
        finishedAt: `2026-11-22T0${hour}:00:10Z`,
      }),
    );
    for (const app of ['orders-production', 'orders-eu'])
      see({ name: app }, {}, syncs);
    await write();
    const all = [
      ...places,
      { application: 'eu-central/argocd/orders-eu', environment: 'production' },
    ];
    const pages: string[] = [];
    let before: { at: string; id: string } | undefined;
    for (;;) {
      const page = await store.deployments.page({
        places: all,
        before,
        limit: 3,
      });
      if (page.length === 0) break;
      pages.push(...page.map(({ id }) => id));
      const { startedAt: at, id } = page.at(-1)!;
      before = { at, id };
    }
    expect(pages).toHaveLength(10);
    expect(new Set(pages).size).toBe(10);
  });

  it('has nothing for a caller who may see nothing, or not that service', async () => {
    const { see, write } = start();
    see({}, {}, [sync()]);
    await write();
    const page = (shown: Place[]) =>
      store.deployments.page({ places: shown, limit: 9 });
    expect(await page([])).toEqual([]);
    expect(await page([{ ...places[0], environment: 'dev' }])).toEqual([]);
    expect(await page([{ ...places[0], service: 'payments' }])).toEqual([]);
    expect(await page([{ ...places[0], service: 'orders' }])).toHaveLength(1);
    expect(await store.deployments.placesOf('orders')).toEqual([
      { ...places[0], service: 'orders' },
    ]);
  });
});
