import { aliveChannel } from 'backstage-plugin-gitops-common';
import { signalAlive } from './signalling';

it('tells open pages every 20 s that signals reach them, until the backend stops', async () => {
  const told: string[] = [];
  const waits: number[] = [];
  const ended = new AbortController();
  await signalAlive(channel => told.push(channel), {
    clock: {
      now: () => 0,
      async sleep(ms) {
        waits.push(ms);
        if (waits.length === 3) ended.abort();
      },
    },
    ended: ended.signal,
  });
  expect(told).toEqual([aliveChannel, aliveChannel, aliveChannel]);
  expect(waits).toEqual([20_000, 20_000, 20_000]);
});
