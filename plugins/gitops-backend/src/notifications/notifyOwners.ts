import type {
  AuthService,
  DatabaseService,
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Settings } from '../config/readConfig';
import type { Gitops } from '../Gitops';
import type { Clock } from '../inventory/Clock';
import type { Entities } from '../ownership/Entities';
import { Owners } from '../ownership/Owners';
import { EpisodeStore } from './EpisodeStore';
import { OwnerNotifier } from './OwnerNotifier';

/** Notifies owners of services that stay unwell, where that is configured. */
export async function notifyOwners(options: {
  settings: Settings;
  gitops: Gitops;
  entities: Entities;
  auth: AuthService;
  catalog: Pick<CatalogService, 'streamEntities'>;
  /** With its tables */
  database: DatabaseService;
  notifications: NotificationService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  clock: Clock;
}): Promise<void> {
  const { settings, gitops, database, lifecycle, clock } = options;
  if (!settings.notifications) return;
  const notifier = new OwnerNotifier({
    ...options,
    settings: settings.notifications,
    owners: new Owners({ ...options, locator: gitops.locator }),
    store: new EpisodeStore({
      knex: await database.getClient(),
      now: clock.now,
    }),
  });
  const ended = new AbortController();
  lifecycle.addStartupHook(() => void notifier.run(ended.signal));
  lifecycle.addShutdownHook(() => ended.abort());
}
