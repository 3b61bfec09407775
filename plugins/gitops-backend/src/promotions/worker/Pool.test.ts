import { FakeClock, settled } from '../../__testUtils__/FakeClock';
import type { Take } from '../store/Leases';
import { Pool } from './Pool';

interface Row {
  readonly id: string;
  readonly host: string;
}

const MINUTE_MS = 60_000;

let clock: FakeClock;
let stop: AbortController;
beforeEach(() => {
  clock = new FakeClock();
  stop = new AbortController();
});
afterEach(() => stop.abort());

/** A pool of four, two of a host, that works on rows until a test ends them. */
function start(waiting: Row[] = []) {
  const taken: Omit<Take, 'forMs'>[] = [];
  const working = new Map<string, (dueInMs?: number) => void>();
  const failures: unknown[] = [];
  let failing = false;
  const pool = new Pool<Row>({
    size: 4,
    perHost: 2,
    clock,
    idOf: ({ id }) => id,
    hostOf: ({ host }) => host,
    async take(take) {
      taken.push(take);
      if (failing) throw new Error('The database is gone');
      const { limit, exceptHosts = [] } = take;
      const rows = waiting
        .filter(({ host }) => !exceptHosts.includes(host))
        .slice(0, limit);
      for (const row of rows) waiting.splice(waiting.indexOf(row), 1);
      return rows.map(subject => ({ ticket: 'ticket', subject }));
    },
    work: ({ subject }) =>
      new Promise(resolve => {
        working.set(subject.id, dueInMs => {
          working.delete(subject.id);
          resolve(dueInMs);
        });
      }),
    onFailure: error => failures.push(error),
  });
  void pool.run(stop.signal);
  return {
    pool,
    waiting,
    taken,
    working,
    failures,
    fail: (isFailing: boolean) => {
      failing = isFailing;
    },
    async end(id: string, dueInMs?: number) {
      working.get(id)!(dueInMs);
      await settled();
    },
  };
}

/** Rows of one host. */
function rowsOf(host: string, count: number): Row[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${host}-${index}`,
    host,
  }));
}

const GIT = 'git.example.com';
const OTHER = 'other.example.com';

describe('A pool', () => {
  it('asks once in five seconds where nothing is due', async () => {
    const { taken } = start();
    await clock.pass(MINUTE_MS);
    expect(taken.length).toBeLessThanOrEqual(13);
  });

  it('takes again when half of its batch is done, not after each row', async () => {
    const { taken, end, working } = start([
      ...rowsOf(GIT, 2),
      ...rowsOf(OTHER, 2),
      ...rowsOf('third.example.com', 4),
    ]);
    await clock.pass(200);
    const before = taken.length;
    await end(`${GIT}-0`, MINUTE_MS);
    expect(taken).toHaveLength(before);
    await end(`${GIT}-1`, MINUTE_MS);
    expect(taken).toHaveLength(before + 1);
    expect(working.size).toBe(4);
  });

  it('leaves room for others where a host hangs, and asks for no more of that one', async () => {
    const { taken, working, waiting, pool } = start(rowsOf(GIT, 5));
    await settled();
    expect([...working.keys()]).toEqual([`${GIT}-0`, `${GIT}-1`]);
    waiting.push(...rowsOf(OTHER, 1));
    pool.wake();
    await clock.pass(200);
    expect(taken.at(-1)!.exceptHosts).toEqual([GIT]);
    expect(working.has(`${OTHER}-0`)).toBe(true);
  });

  it('goes on with others a moment later where most of its slots hang', async () => {
    const { working, waiting, end } = start([
      ...rowsOf(GIT, 2),
      ...rowsOf(OTHER, 3),
    ]);
    await clock.pass(1_000);
    waiting.push(...rowsOf('third.example.com', 1));
    await end(`${OTHER}-0`, MINUTE_MS);
    await clock.pass(200);
    expect(working.size).toBe(4);
  });

  it('takes a row again at once where its next step is due', async () => {
    const { end, waiting, working } = start(rowsOf(GIT, 1));
    await settled();
    waiting.push(...rowsOf(GIT, 1));
    await end(`${GIT}-0`, 0);
    expect(working.has(`${GIT}-0`)).toBe(true);
  });

  it('takes a row again when it said that it is due', async () => {
    const { end, waiting, working } = start(rowsOf(GIT, 1));
    await settled();
    await end(`${GIT}-0`, 1_000);
    waiting.push(...rowsOf(GIT, 1));
    await clock.pass(900);
    expect(working.size).toBe(0);
    await clock.pass(100);
    expect(working.size).toBe(1);
  });

  it('looks again after a row that was worked on when somebody said that something is due', async () => {
    const { end, pool, waiting, working } = start(rowsOf(GIT, 1));
    await settled();
    pool.wake();
    await clock.pass(1_000);
    waiting.push(...rowsOf(GIT, 1));
    await end(`${GIT}-0`, MINUTE_MS);
    expect(working.size).toBe(1);
  });

  it('takes what it has a hint of, due or not, and once', async () => {
    const { pool, taken } = start();
    await clock.pass(1_000);
    pool.hint(['one', 'two']);
    await settled();
    expect(taken.at(-1)!.ids).toEqual(['one', 'two']);
    await clock.pass(MINUTE_MS);
    expect(taken.at(-1)!.ids).toEqual([]);
  });

  it('keeps the hint of a row that it is working on', async () => {
    const { pool, taken, end } = start(rowsOf(GIT, 1));
    await settled();
    pool.hint([`${GIT}-0`]);
    await clock.pass(MINUTE_MS);
    expect(taken.some(({ ids = [] }) => ids.length > 0)).toBe(false);
    await end(`${GIT}-0`, MINUTE_MS);
    expect(taken.at(-1)!.ids).toEqual([`${GIT}-0`]);
  });

  it('keeps the hints of a host at its limit until there is room, and forgets them then', async () => {
    const { pool, taken, waiting, working, end } = start();
    await clock.pass(1_000);
    const rows = rowsOf(GIT, 4);
    waiting.push(...rows);
    pool.hint(rows.map(({ id }) => id));
    await clock.pass(1_000);
    expect([...working.keys()]).toEqual([`${GIT}-0`, `${GIT}-1`]);
    expect(taken.at(-1)).toMatchObject({ exceptHosts: [GIT] });
    await end(`${GIT}-0`, MINUTE_MS);
    expect(taken.at(-1)!.ids).toEqual([`${GIT}-2`, `${GIT}-3`]);
    await end(`${GIT}-1`, MINUTE_MS);
    await clock.pass(1_000);
    await end(`${GIT}-2`, MINUTE_MS);
    await end(`${GIT}-3`, MINUTE_MS);
    await clock.pass(MINUTE_MS);
    expect(taken.at(-1)!.ids).toEqual([]);
  });

  it('asks rarely however often it has hints', async () => {
    const { pool, taken } = start();
    for (let times = 0; times < 100; times++) {
      pool.hint([`${times}`]);
      await clock.pass(10);
    }
    expect(taken.length).toBeLessThanOrEqual(7);
  });

  it('says why it could take nothing, and goes on later', async () => {
    const { failures, fail, waiting, working } = start();
    fail(true);
    await clock.pass(MINUTE_MS);
    expect(failures.length).toBeLessThanOrEqual(12);
    fail(false);
    waiting.push(...rowsOf(GIT, 1));
    await clock.pass(5_000);
    expect(working.size).toBe(1);
  });

  it('takes nothing once it is stopped', async () => {
    const { taken } = start();
    await settled();
    stop.abort();
    await clock.pass(MINUTE_MS);
    expect(taken).toHaveLength(1);
    expect(clock.timers).toBe(0);
  });
});
