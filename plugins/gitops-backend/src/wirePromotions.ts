import type {
  AuditorService,
  AuthService,
  LoggerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { gitopsAnnotations } from 'backstage-plugin-gitops-common';
import type { GitHosts, ReadingGate } from 'backstage-plugin-gitops-node';
import { ArgoCdCalls } from './api/ArgoCdCalls';
import type { FreezeCalls } from './api/FreezeCalls';
import { PromotionAccess } from './api/PromotionAccess';
import type { PromotionCalls } from './api/promotions/PromotionCalls';
import { WorkflowCalls } from './api/WorkflowCalls';
import { WorkflowChecks } from './api/WorkflowChecks';
import type { ChangesReader } from './changes/ChangesReader';
import type { Settings } from './config/readConfig';
import type { SecretRefreshes } from './details/SecretRefreshes';
import type { Gitops } from './Gitops';
import type { Clock } from './inventory/Clock';
import type { Entities } from './ownership/Entities';
import { Reviewers } from './ownership/Reviewers';
import { Arrivals } from './promotions/Arrivals';
import { AutoStore } from './promotions/auto/AutoStore';
import { Merges } from './promotions/Merges';
import type { VersionHistory } from './promotions/plan/VersionHistory';
import { Promotions } from './promotions/Promotions';
import { Releases } from './promotions/Releases';
import type { PromotionStore } from './promotions/store/PromotionStore';
import type { PromotionWorker } from './promotions/worker/PromotionWorker';
import { WorkflowStarts } from './promotions/WorkflowStarts';
import type { Permitting } from './wireAccess';
import { wireAutoPromoter, wireAutoQueue } from './wireAuto';
import { wireFreezes } from './wireFreezes';
import { wirePlanning } from './wirePlanning';
import { wirePromotionCalls } from './wirePromotionCalls';
import { wireWorker } from './wireWorker';

/** Puts together what promotions are made of. */
export function wirePromotions(
  options: Permitting & {
    settings: Settings;
    gitops: Gitops;
    hosts: GitHosts;
    changes: ChangesReader;
    /** Gates of other plugins */
    addedGates: readonly ReadingGate<unknown>[];
    /** What was seen to run */
    history: VersionHistory;
    store: PromotionStore;
    refreshes: SecretRefreshes;
    auditor: AuditorService;
    auth: AuthService;
    catalog: CatalogService;
    entities: Entities;
    events: EventsService;
    notifications: NotificationService;
    logger: LoggerService;
    userInfo: UserInfoService;
    clock: Clock;
    /** Address of the portal */
    appUrl: string | undefined;
    /** Told that a service's transitions or promotions are others than before */
    onChange(service: string): void;
    /** Told that the transitions of every service are */
    onChangeOfAll(): void;
  },
): {
  calls: PromotionCalls;
  workflows: WorkflowCalls;
  checks: WorkflowChecks;
  argocd: ArgoCdCalls;
  freezes: FreezeCalls;
  worker: PromotionWorker;
  /** Works until aborted */
  promoteAutomatically(signal: AbortSignal): Promise<void>;
} {
  const { settings, gitops, access, store, clock } = options;
  const planning = wirePlanning(options);
  const { planner, settingsOf, repositoryOf, now } = planning;
  const { holdLabel } = settings.promotions;
  const queue = wireAutoQueue(options);
  const notify = {
    onChange(service: string) {
      options.onChange(service);
      queue.look(service);
    },
    onChangeOfAll() {
      options.onChangeOfAll();
      queue.lookAtAll();
    },
  };
  const worker = wireWorker({ ...options, ...planning, ...notify, holdLabel });
  const wake = () => worker.wake();
  const reviewers = new Reviewers(options);
  const requesting = {
    planner,
    store,
    pageOf: planning.pageOf,
    templates: settings.promotions.templates,
    reviewersOf: (names: readonly string[], url: string) =>
      reviewers.of(names, url),
    wake,
    clock,
  };
  const automatic = new AutoStore(store.database);
  const promoter = wireAutoPromoter({
    ...options,
    ...planning,
    ...requesting,
    automatic,
  });
  const merges = new Merges({
    ...requesting,
    ...planning,
    holdLabel,
    async settingsOf({ service, to }) {
      const { annotations } = (await access.entity(service))?.metadata ?? {};
      return settingsOf(to, annotations?.[gitopsAnnotations.promotion]);
    },
  });
  const argocd = new ArgoCdCalls({
    ...options,
    environments: settings.environments ?? [],
  });
  const allowed = new PromotionAccess({ access, records: store.records });
  const { onChange } = options;
  const starts = new WorkflowStarts(store.database);
  const workflows = new WorkflowCalls({
    ...options,
    ...planning,
    allowed,
    starts,
  });
  const checks = new WorkflowChecks({
    ...options,
    ...planning,
    allowed,
    starts,
  });
  const calls = wirePromotionCalls({
    ...options,
    ...planning,
    database: store.database,
    automatic,
    starts,
    look: service => queue.look(service),
    allowed,
    promotions: new Promotions(requesting),
    releases: new Releases(requesting),
    merges,
    arrivals: new Arrivals({ repositoryOf, onChange, now }),
  });
  const freezes = wireFreezes({
    ...options,
    ...notify,
    allowed,
    environments: gitops.environments,
    settingsOf,
    store: planning.freezeStore,
    work: store.work,
    wake,
    now,
  });
  return {
    calls,
    workflows,
    checks,
    argocd,
    freezes,
    worker,
    promoteAutomatically: signal => queue.run(promoter, signal),
  };
}
