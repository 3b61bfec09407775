// Runs random histories of clusters and holds what the product says against what is true:
// `npm run simulate -- 5000`, or again what failed: `npm run simulate -- 1 <seed> <path>`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './portal.mjs';

const [runs = '1000', seed = 'random', path] = process.argv.slice(2);
const { status } = spawnSync(
  join(root, 'node_modules', '.bin', 'jest'),
  ['--config', 'test/simulation/jest.config.js'],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      SIMULATION_RUNS: runs,
      SIMULATION_SEED: seed,
      ...(path && { SIMULATION_PATH: path }),
      // What failed is made as short as possible, which takes some minutes
      SIMULATION_SHRINK: '1',
    },
  },
);
process.exit(status ?? 1);
