import {
  MemoryDatabase,
  memoryDatabase,
} from '../../plugins/gitops-backend/src/promotions/__testUtils__/memoryDatabase';
import { openPromotionStore } from '../../plugins/gitops-backend/src/promotions/store/PromotionStore';
import { Chances } from './promotions/chances';
import { PromotionWorld } from './promotions/PromotionWorld';
import { violationsOf } from './promotions/violations';

const { PROMOTION_SEEDS = '400', PROMOTION_SEED = '1' } = process.env;
const STEPS = 80;

let knex: MemoryDatabase;
beforeAll(async () => {
  knex = memoryDatabase();
  await openPromotionStore({
    database: { getClient: async () => knex },
    now: Date.now,
  });
});
const { random } = Math;
afterAll(async () => {
  Math.random = random;
  await knex.destroy();
});

async function simulate(seed: number) {
  for (const table of [
    'gitops_promotion_pull_requests',
    'gitops_promotions',
    'gitops_pull_requests',
  ])
    await knex(table).delete();
  const chances = new Chances(seed);
  // Waits are spread by it. A mock would take a third of the time: knex asks for every query
  Math.random = () => chances.next();
  knex.removeAllListeners('query');
  const world = await PromotionWorld.start(knex, chances);
  world.host.faults = chances.one([0, 0.1, 0.3])!;
  for (let step = 0; step < STEPS; step++) await world.step();
  await world.settle();
  return { violations: await violationsOf(world, knex), trace: world.trace };
}

it('leaves nothing unknown, nothing twice and nothing stuck, whatever replicas, hosts and people do', async () => {
  const first = Number(PROMOTION_SEED);
  for (let seed = first; seed < first + Number(PROMOTION_SEEDS); seed++) {
    const { violations, trace } = await simulate(seed);
    if (violations.length > 0)
      throw new Error(
        `Seed ${seed}:\n${violations.join('\n')}\n\n${trace.join('\n')}`,
      );
  }
});
