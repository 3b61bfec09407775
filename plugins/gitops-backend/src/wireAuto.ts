import type {
  AuditorService,
  AuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Access } from './api/Access';
import { builtFromDeployments } from './changes/builtFrom';
import type { ChangesReader } from './changes/ChangesReader';
import type { Settings } from './config/readConfig';
import type { PromotionSettings } from './environments/PromotionSettings';
import type { Gitops } from './Gitops';
import type { Clock } from './inventory/Clock';
import type { Entities } from './ownership/Entities';
import { Owners } from './ownership/Owners';
import { AutoFactsReader } from './promotions/auto/AutoFactsReader';
import { AutoPromoter } from './promotions/auto/AutoPromoter';
import { AutoQueue } from './promotions/auto/AutoQueue';
import type { AutoStore } from './promotions/auto/AutoStore';
import type { DraftOptions } from './promotions/drafted';
import type { FreezesInForce } from './promotions/freezes/FreezesInForce';
import type { Planner } from './promotions/plan/Planner';
import type { VersionHistory } from './promotions/plan/VersionHistory';
import type { PromotionStore } from './promotions/store/PromotionStore';

/** What promotes by itself, and hears of what changes of Applications. */
export function wireAuto(
  options: DraftOptions & {
    settings: Settings;
    gitops: Gitops;
    access: Access;
    changes: ChangesReader;
    planner: Planner;
    store: PromotionStore;
    automatic: AutoStore;
    freezes: FreezesInForce;
    history: VersionHistory;
    auth: AuthService;
    catalog: CatalogService;
    entities: Entities;
    auditor: AuditorService;
    logger: LoggerService;
    clock: Clock;
    settingsOf(
      environment: string,
      annotation?: string,
    ): PromotionSettings | undefined;
    wake(): void;
    onChange(service: string): void;
  },
): AutoQueue {
  const { settings, gitops, access, store, automatic, clock } = options;
  const reader = options.changes;
  const { records, requests } = store;
  const owners = new Owners({ ...options, locator: gitops.locator });
  const { now } = clock;
  const facts = new AutoFactsReader({
    ...options,
    owners,
    records,
    entity: ref => access.entity(ref),
    now,
  });
  const queue = new AutoQueue({
    ...options,
    owners,
    targets: (settings.environments ?? [])
      .filter(
        ({ promotion }) =>
          promotion?.auto || promotion?.servicesMaySet.includes('auto'),
      )
      .map(({ name }) => name),
    promoter: new AutoPromoter({
      ...options,
      facts,
      requests,
      store: automatic,
      changesOf: reader.isInPullRequests
        ? ({ environment: to }, { entity, query, from }, versions) => {
            // The Applications of these two are known to be the service's own
            const { environments } = gitops.deploymentsOf(query);
            const own = environments.filter(({ environment }) =>
              [from, to].includes(environment),
            );
            const built = builtFromDeployments(own, gitops.inventory);
            return reader.read(entity, versions, built);
          }
        : undefined,
      now,
    }),
  });
  gitops.inventory.onChange(changes => queue.take(changes));
  return queue;
}
