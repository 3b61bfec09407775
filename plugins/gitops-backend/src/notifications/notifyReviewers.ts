import type {
  DatabaseService,
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Clock } from '../inventory/Clock';
import { pathOfPromotion } from '../pathOfPage';
import type { PromotionStore } from '../promotions/store/PromotionStore';
import { ReviewNotifier } from './ReviewNotifier';
import { ReviewStore } from './ReviewStore';

/** Notifies reviewers while their review is waited for. */
export async function notifyReviewers(options: {
  store: PromotionStore;
  /** With its tables */
  database: DatabaseService;
  notifications: NotificationService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  clock: Clock;
}): Promise<void> {
  const { store, database, lifecycle } = options;
  const notifier = new ReviewNotifier({
    ...options,
    records: store.records,
    store: new ReviewStore({ knex: await database.getClient() }),
    pathOf: pathOfPromotion,
  });
  const ended = new AbortController();
  lifecycle.addStartupHook(() => void notifier.run(ended.signal));
  lifecycle.addShutdownHook(() => ended.abort());
}
