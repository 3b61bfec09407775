import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { GitRepository } from 'backstage-plugin-gitops-node';
import type { Access } from './api/Access';
import { announcePromotion } from './events/announcePromotion';
import type { Gitops } from './Gitops';
import type { Clock } from './inventory/Clock';
import { pathOfPromotion } from './pathOfPage';
import type { ArgoCdDeployments } from './promotions/ArgoCdDeployments';
import type { Statuses } from './promotions/statuses/Statuses';
import type { PromotionStore } from './promotions/store/PromotionStore';
import { TargetReader } from './promotions/tracking/TargetReader';
import { PromotionWorker } from './promotions/worker/PromotionWorker';

/** The worker that drives promotions, and is notified of changed Applications. */
export function wireWorker(options: {
  gitops: Gitops;
  access: Access;
  deployments: ArgoCdDeployments;
  store: PromotionStore;
  statuses: Statuses;
  holdLabel?: string;
  auditor: AuditorService;
  events: EventsService;
  notifications: NotificationService;
  logger: LoggerService;
  clock: Clock;
  repositoryOf(url: string): GitRepository;
  onChange(service: string): void;
}): PromotionWorker {
  const { gitops, access, deployments } = options;
  const worker = new PromotionWorker({
    ...options,
    targets: new TargetReader(deployments),
    announce: (record, passed, signal) =>
      announcePromotion(record, passed, {
        ...options,
        signal,
        entity: ref => access.entity(ref),
        pathOf: pathOfPromotion,
      }),
  });
  gitops.inventory.onChange(changes =>
    worker.applicationsChanged(
      changes.flatMap(({ current }) => current?.application ?? []),
    ),
  );
  return worker;
}
