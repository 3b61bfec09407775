import { signalAlive } from './signalling';

it('tells open pages every 20 s that signals reach them, until the backend stops', async () => {
  let told = 0;
  const tell = () => {
    told += 1;
  };
  const waits: number[] = [];
  const ended = new AbortController();
  await signalAlive(tell, {
    clock: {
      now: () => 0,
      async sleep(ms) {
        waits.push(ms);
        if (waits.length === 3) ended.abort();
      },
    },
    ended: ended.signal,
  });
  expect(told).toBe(3);
  expect(waits).toEqual([20_000, 20_000, 20_000]);
});
