import crypto from 'node:crypto';
import {
  MemoryDatabase,
  memoryDatabase,
} from '../../../plugins/gitops-backend/src/promotions/__testUtils__/memoryDatabase';
import { openPromotionStore } from '../../../plugins/gitops-backend/src/promotions/store/PromotionStore';
import { Chances } from './chances';
import { PromotionWorld } from './PromotionWorld';
import { violationsOf } from './violations';

/** How much happens before all is left to settle. */
const STEPS = 26;

const tables = [
  'gitops_promotion_pull_requests',
  'gitops_promotions',
  'gitops_pull_requests',
  'gitops_automatic_promotions',
];

export interface Outcome {
  readonly seed: number;
  readonly violations: readonly string[];
  /** What happened, in its order */
  readonly trace: readonly string[];
}

/** Plays histories one after the other, each in the same database, which is empty at first. */
export class Simulation {
  readonly #knex: MemoryDatabase;

  private constructor(knex: MemoryDatabase) {
    this.#knex = knex;
  }

  static async open(): Promise<Simulation> {
    const knex = memoryDatabase();
    await openPromotionStore({
      database: { getClient: async () => knex },
      now: Date.now,
    });
    return new Simulation(knex);
  }

  /** One history: the same for the same seed. */
  async play(seed: number): Promise<Outcome> {
    const knex = this.#knex;
    for (const table of tables) await knex(table).delete();
    knex.removeAllListeners('query');
    const chances = new Chances(seed);
    // Ids and the spread of waits come from the seed as well
    crypto.randomUUID = () => uuidOf(chances);
    Math.random = () => world.luck;
    const world = await PromotionWorld.start(knex, chances);
    for (let step = 0; step < STEPS; step++) await world.step();
    await world.settle();
    const violations = await violationsOf(world, knex);
    return { seed, violations, trace: world.trace };
  }

  async close(): Promise<void> {
    await this.#knex.destroy();
  }
}

function uuidOf(chances: Chances): ReturnType<typeof crypto.randomUUID> {
  const digits = (length: number) =>
    chances
      .below(16 ** length)
      .toString(16)
      .padStart(length, '0');
  return `${digits(8)}-${digits(4)}-4${digits(3)}-8${digits(3)}-${digits(12)}`;
}
