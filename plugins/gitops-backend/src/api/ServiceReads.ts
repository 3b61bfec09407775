import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Service } from 'backstage-plugin-gitops-common';
import type { Gitops } from '../Gitops';
import type { Access } from './Access';
import type { FreezeCalls } from './FreezeCalls';
import type { PromotionCalls } from './promotions/PromotionCalls';
import { visibleDeployments } from './visibleDeployments';

/** After this, what is deployed is answered without what the database holds. */
const TIME_LIMIT_MS = 5_000;

interface ServiceReadsOptions {
  gitops: Gitops;
  access: Pick<Access, 'service'>;
  calls: { reads: Pick<PromotionCalls['reads'], 'transitionsOf'> };
  freezes: Pick<FreezeCalls, 'ofService'>;
  logger: LoggerService;
}

/** All that a caller may see of a service, of one moment. */
export class ServiceReads {
  readonly #options: ServiceReadsOptions;

  constructor(options: ServiceReadsOptions) {
    this.#options = options;
  }

  /** @throws NotFoundError, NotAllowedError */
  async get(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<Service> {
    const { gitops, access, calls, freezes, logger } = this.#options;
    const seen = await access.service(entityRef, credentials);
    const deployments = visibleDeployments(seen, gitops);
    try {
      const [transitions, frozen] = await inTime(
        Promise.all([
          calls.reads.transitionsOf(seen, credentials),
          freezes.ofService(seen, credentials),
        ]),
      );
      return { deployments, transitions, freezes: frozen, isPartial: false };
    } catch (error) {
      // What runs does not depend on the database, and stays visible without it
      logger.warn(`What moves of ${seen.service} can't be read: ${error}`);
      return { deployments, transitions: [], freezes: [], isPartial: true };
    }
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer in ${TIME_LIMIT_MS / 1_000} s`)),
      TIME_LIMIT_MS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
