import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Outcome } from './promotions/Simulation';

const { PROMOTION_SEEDS = '2000', PROMOTION_SEED = '1' } = process.env;
const PROCESSES = Math.min(availableParallelism(), Number(PROMOTION_SEEDS));
/** How much of a failure is shown. */
const SHOWN = 3;
/** 100,000 take more than an hour. */
const LIMIT_MS = 24 * 60 * 60_000;

/** Every `PROCESSES`th history, in a process of its own. */
async function play(index: number) {
  const player = spawn(
    process.execPath,
    [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      join(__dirname, 'promotions', 'play.ts'),
      String(Number(PROMOTION_SEED) + index),
      String(Number(PROMOTION_SEEDS) - index),
      String(PROCESSES),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(player, 'close');
  const violated: Outcome[] = [];
  let played = 0;
  for await (const line of createInterface({ input: player.stdout })) {
    const told: Outcome | { played: number } = JSON.parse(line);
    if ('played' in told) played = told.played;
    else violated.push(told);
  }
  await ended;
  return { played, violated };
}

it(
  'leaves nothing unknown, nothing twice and nothing stuck, whatever replicas, hosts and people do',
  async () => {
    const parts = await Promise.all(
      Array.from({ length: PROCESSES }, (_, index) => play(index)),
    );
    const violated = parts.flatMap(one => one.violated);
    if (violated.length > 0)
      throw new Error(
        [
          `${violated.length} histories went wrong: seeds ${violated.map(
            one => one.seed,
          )}`,
          ...violated
            .slice(0, SHOWN)
            .map(
              ({ seed, violations, trace }) =>
                `Seed ${seed}:\n${violations.join('\n')}\n\n${trace.join(
                  '\n',
                )}`,
            ),
        ].join('\n\n'),
      );
    const played = parts.reduce((sum, one) => sum + one.played, 0);
    expect(played).toBe(Number(PROMOTION_SEEDS));
  },
  LIMIT_MS,
);
