import type { LoggerService } from '@backstage/backend-plugin-api';
import type { FleetPromotion } from 'backstage-plugin-gitops-common';
import type { Clock } from '../inventory/Clock';
import type { PromotionRecord } from '../promotions/store/Records';

/** Other replicas move promotions too. */
const READ_EVERY_MS = 10_000;

/** Those of one service by their target. */
export type PromotionsByTarget = ReadonlyMap<string, FleetPromotion>;

const none: PromotionsByTarget = new Map();

export interface FleetPromotionsOptions {
  /** All promotions that are under way */
  underWay(): Promise<readonly PromotionRecord[]>;
  clock: Pick<Clock, 'now'>;
  logger: Pick<LoggerService, 'warn'>;
}

/** The promotions that are under way, as the fleet shows them. */
export class FleetPromotions {
  readonly #options: FleetPromotionsOptions;
  #byService: ReadonlyMap<string, PromotionsByTarget> = new Map();
  #readAt = -Infinity;

  constructor(options: FleetPromotionsOptions) {
    this.#options = options;
  }

  of(service: string): PromotionsByTarget {
    return this.#byService.get(service) ?? none;
  }

  /** The next read asks the database, however short ago the last one was. */
  outdate(): void {
    this.#readAt = -Infinity;
  }

  /**
   * What is held stays where the database does not answer: live status never depends on it.
   *
   * @returns services whose promotions may be others than before
   */
  async read(): Promise<Set<string>> {
    const { clock, logger, underWay } = this.#options;
    if (clock.now() - this.#readAt < READ_EVERY_MS) return new Set();
    this.#readAt = clock.now();
    try {
      const before = this.#byService;
      this.#byService = byService(await underWay());
      return new Set([...before.keys(), ...this.#byService.keys()]);
    } catch (error) {
      logger.warn(`Promotions in the fleet may be old: ${error}`);
      return new Set();
    }
  }
}

function byService(records: readonly PromotionRecord[]) {
  const services = new Map<string, Map<string, FleetPromotion>>();
  for (const { promotion, pullRequests } of records) {
    const { id, service, to, state } = promotion;
    const targets = services.get(service) ?? new Map();
    const number = pullRequests.find(one => one.number !== undefined)?.number;
    services.set(service, targets.set(to, { id, state, number }));
  }
  return services;
}
