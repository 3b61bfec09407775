// Runs random histories and holds what the product says and does against what is true. Of clusters:
// `npm run simulate -- 5000`, or again what failed: `npm run simulate -- 1 <seed> <path>`. Of
// promotions: `npm run simulate -- promotions 5000 <first seed>`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './portal.mjs';

const [first = '1000', ...others] = process.argv.slice(2);
const { test, env } =
  first === 'promotions' ? promotions(...others) : clusters(first, ...others);
const { status } = spawnSync(
  join(root, 'node_modules', '.bin', 'jest'),
  ['--config', 'test/simulation/jest.config.js', test],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } },
);
process.exit(status ?? 1);

function clusters(runs, seed = 'random', path = undefined) {
  return {
    test: 'soundness.test',
    env: {
      SIMULATION_RUNS: runs,
      SIMULATION_SEED: seed,
      ...(path && { SIMULATION_PATH: path }),
      // What failed is made as short as possible, which takes some minutes
      SIMULATION_SHRINK: '1',
    },
  };
}

function promotions(seeds = '1000', seed = '1') {
  return {
    test: 'promotions.test',
    env: { PROMOTION_SEEDS: seeds, PROMOTION_SEED: seed },
  };
}
