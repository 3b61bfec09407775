import type {
  AuditorService,
  AuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { builtFromDeployments } from './changes/builtFrom';
import type { ChangesReader } from './changes/ChangesReader';
import type { Settings } from './config/readConfig';
import type { Gitops } from './Gitops';
import type { Clock } from './inventory/Clock';
import type { Entities } from './ownership/Entities';
import { Owners } from './ownership/Owners';
import {
  AutoFactsReader,
  AutoFactsReaderOptions,
} from './promotions/auto/AutoFactsReader';
import { AutoPromoter } from './promotions/auto/AutoPromoter';
import { AutoQueue } from './promotions/auto/AutoQueue';
import type { AutoStore } from './promotions/auto/AutoStore';
import type { DraftOptions } from './promotions/drafted';
import type { Planner } from './promotions/plan/Planner';
import type { PromotionStore } from './promotions/store/PromotionStore';

interface OwnersOptions {
  gitops: Gitops;
  auth: AuthService;
  catalog: CatalogService;
  entities: Entities;
}

const ownersOf = (options: OwnersOptions) =>
  new Owners({ ...options, locator: options.gitops.locator });

/** What has to be looked at for automatic promotion, by what changes of Applications. */
export function wireAutoQueue(
  options: OwnersOptions & {
    settings: Settings;
    logger: LoggerService;
    clock: Clock;
  },
): AutoQueue {
  const queue = new AutoQueue({
    ...options,
    owners: ownersOf(options),
    targets: (options.settings.environments ?? [])
      .filter(
        ({ promotion }) =>
          promotion?.auto || promotion?.servicesMaySet.includes('auto'),
      )
      .map(({ name }) => name),
  });
  options.gitops.inventory.onChange(changes => queue.take(changes));
  return queue;
}

/** What promotes by itself. */
export function wireAutoPromoter(
  options: OwnersOptions &
    DraftOptions &
    Omit<AutoFactsReaderOptions, 'owners'> & {
      automatic: AutoStore;
      changes: ChangesReader;
      planner: Planner;
      store: PromotionStore;
      auditor: AuditorService;
      logger: LoggerService;
      wake(): void;
      onChange(service: string): void;
    },
): AutoPromoter {
  const { gitops, changes } = options;
  return new AutoPromoter({
    ...options,
    facts: new AutoFactsReader({ ...options, owners: ownersOf(options) }),
    requests: options.store.requests,
    store: options.automatic,
    changesOf: changes.isInPullRequests
      ? ({ environment: to }, { entity, query, from }, versions) => {
          // The Applications of these two are known to be the service's own
          const { environments } = gitops.deploymentsOf(query);
          const own = environments.filter(({ environment }) =>
            [from, to].includes(environment),
          );
          const built = builtFromDeployments(own, gitops.inventory);
          return changes.read(entity, versions, built);
        }
      : undefined,
  });
}
