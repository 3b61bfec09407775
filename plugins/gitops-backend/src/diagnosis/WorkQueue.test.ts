import { FakeClock, settled } from '../__testUtils__/FakeClock';
import { WorkQueue } from './WorkQueue';

function setUp(options: { limit?: number } = {}) {
  const clock = new FakeClock();
  const started: string[] = [];
  const running = new Map<string, () => void>();
  const state = { limit: options.limit ?? 2 };
  const queue = new WorkQueue({
    clock,
    priorities: 3,
    limit: () => state.limit,
    work(key) {
      if (running.has(key)) throw new Error(`${key} is worked on already`);
      started.push(key);
      return new Promise(resolve => {
        running.set(key, resolve);
      });
    },
  });
  const finish = async (key: string) => {
    running.get(key)!();
    running.delete(key);
    await settled();
  };
  return { queue, clock, started, state, finish };
}

it('works on keys in the order of their priority, and then in that of their arrival', async () => {
  const { queue, started, finish } = setUp({ limit: 1 });
  queue.add('c', 2);
  queue.add('b1', 1);
  queue.add('b2', 1);
  queue.add('a', 0);
  await settled();
  for (const key of ['a', 'b1', 'b2']) await finish(key);
  expect(started).toEqual(['a', 'b1', 'b2', 'c']);
});

it('works on no more keys at once than the limit says', async () => {
  const { queue, started, state, finish } = setUp({ limit: 2 });
  for (const key of ['a', 'b', 'c', 'd']) queue.add(key, 0);
  await settled();
  expect(started).toEqual(['a', 'b']);
  state.limit = 0;
  await finish('a');
  expect(started).toHaveLength(2);
  state.limit = 3;
  queue.wake();
  expect(started).toEqual(['a', 'b', 'c', 'd']);
});

it('works once on a key that is added several times, in the last priority', async () => {
  const { queue, started, finish } = setUp({ limit: 1 });
  queue.add('first', 0);
  await settled();
  queue.add('a', 1);
  queue.add('b', 2);
  queue.add('b', 0);
  queue.add('b', 0);
  for (const key of ['first', 'b', 'a']) await finish(key);
  expect(started).toEqual(['first', 'b', 'a']);
});

it('works once more, and not at the same time, on a key that is added while it is worked on', async () => {
  const { queue, started, finish } = setUp();
  queue.add('a', 0);
  await settled();
  queue.add('a', 0);
  queue.add('a', 0);
  await settled();
  expect(started).toEqual(['a']);
  await finish('a');
  expect(started).toEqual(['a', 'a']);
  await finish('a');
  expect(started).toEqual(['a', 'a']);
});

it('adds a key later, at the earliest time that was asked for', async () => {
  const { queue, clock, started, finish } = setUp();
  queue.addAfter('a', 5_000, 0);
  queue.addAfter('a', 9_000, 0);
  queue.addAfter('a', 1_000, 0);
  await clock.pass(999);
  expect(started).toEqual([]);
  await clock.pass(1);
  expect(started).toEqual(['a']);
  await finish('a');
  await clock.pass(60_000);
  expect(started).toEqual(['a']);
});

it('adds each of many keys at its own time, with one timer for all', async () => {
  const { queue, clock, started } = setUp({ limit: 100 });
  queue.addAfter('c', 3_000, 0);
  queue.addAfter('a', 1_000, 0);
  queue.addAfter('b', 2_000, 0);
  queue.addAfter('forgotten', 1_500, 0);
  queue.forget('forgotten');
  expect(clock.timers).toBe(1);
  const startedAfter = async (ms: number) => {
    await clock.pass(ms);
    return started.join();
  };
  expect(await startedAfter(999)).toBe('');
  expect(await startedAfter(1)).toBe('a');
  expect(await startedAfter(999)).toBe('a');
  expect(await startedAfter(1)).toBe('a,b');
  expect(await startedAfter(1_000)).toBe('a,b,c');
  expect(clock.timers).toBe(0);
});

it('does not wait where a key is added now that was to be added later', async () => {
  const { queue, clock, started, finish } = setUp();
  queue.addAfter('a', 5_000, 0);
  queue.add('a', 0);
  queue.addAfter('a', 5_000, 0);
  await settled();
  expect(started).toEqual(['a']);
  await finish('a');
  await clock.pass(60_000);
  expect(started).toEqual(['a']);
});

it('forgets a key that waits, and lets the work on it that is under way end', async () => {
  const { queue, clock, started, finish } = setUp({ limit: 1 });
  queue.add('a', 0);
  queue.add('b', 0);
  queue.addAfter('c', 1_000, 0);
  await settled();
  for (const key of ['a', 'b', 'c']) queue.forget(key);
  await finish('a');
  await clock.pass(60_000);
  expect(started).toEqual(['a']);
});

it('starts nothing more once it has ended', async () => {
  const { queue, clock, started } = setUp();
  queue.addAfter('a', 1_000, 0);
  queue.end();
  queue.add('b', 0);
  queue.addAfter('c', 1_000, 0);
  await clock.pass(60_000);
  expect(started).toEqual([]);
});
