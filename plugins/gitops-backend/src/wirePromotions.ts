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
import type { ChangesReader } from './changes/ChangesReader';
import type { Settings } from './config/readConfig';
import { settingsIn } from './environments/serviceSettings';
import type { Gitops } from './Gitops';
import type { Clock } from './inventory/Clock';
import type { Entities } from './ownership/Entities';
import { Reviewers } from './ownership/Reviewers';
import { pathOfPage } from './pathOfPage';
import { Arrivals } from './promotions/Arrivals';
import { ArgoCdDeployments } from './promotions/ArgoCdDeployments';
import type { AutoQueue } from './promotions/auto/AutoQueue';
import { AutoStore } from './promotions/auto/AutoStore';
import { FreezesInForce } from './promotions/freezes/FreezesInForce';
import { FreezeStore } from './promotions/freezes/FreezeStore';
import { AddedGates } from './promotions/gates/AddedGates';
import { Merges } from './promotions/Merges';
import { MergeGates } from './promotions/plan/MergeGates';
import { Planner } from './promotions/plan/Planner';
import { Snapshots } from './promotions/plan/Snapshots';
import type { VersionHistory } from './promotions/plan/VersionHistory';
import { Promotions } from './promotions/Promotions';
import { Releases } from './promotions/Releases';
import type { PromotionStore } from './promotions/store/PromotionStore';
import { Reviews } from './promotions/statuses/Reviews';
import { Statuses } from './promotions/statuses/Statuses';
import type { PromotionWorker } from './promotions/worker/PromotionWorker';
import { WorkflowStarts } from './promotions/WorkflowStarts';
import type { Permitting } from './wireAccess';
import { wireAuto } from './wireAuto';
import { wireFreezes } from './wireFreezes';
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
  argocd: ArgoCdCalls;
  freezes: FreezeCalls;
  worker: PromotionWorker;
  auto: AutoQueue;
} {
  const { settings, gitops, access, hosts, store, clock } = options;
  const { now } = clock;
  const deployments = new ArgoCdDeployments(gitops);
  const repositoryOf = (url: string) => hosts.repository(url);
  const settingsOf = (environment: string, annotation?: string) =>
    settingsIn(settings.environments ?? [], environment, annotation);
  const freezeStore = new FreezeStore(store.database);
  const inForce = new FreezesInForce(freezeStore);
  const planning = {
    gitops,
    deployments,
    snapshots: new Snapshots({ repositoryOf, now }),
    records: store.records,
    addedGates: new AddedGates(options.addedGates),
    freezes: inForce,
    history: options.history,
    settingsOf,
    entity: (ref: string) => access.entity(ref),
    within: settings.versionPlacesWithin,
    now,
  };
  const planner = new Planner(planning);
  const gates = new MergeGates(planning);
  const pageOf = (service: string) =>
    options.appUrl &&
    `${options.appUrl.replace(/\/$/, '')}${pathOfPage(service)}`;
  const reviews = new Reviews({
    ...planning,
    auditor: options.auditor,
    repositoryOf,
    isGitHub: name =>
      hosts.all().some(({ host, type }) => host === name && type === 'github'),
  });
  const statuses = new Statuses({
    gates,
    reviews,
    records: store.records,
    repositoryOf,
    pageOf,
  });
  const { holdLabel } = settings.promotions;
  const notify = {
    onChange(service: string) {
      options.onChange(service);
      // It is there before anything changes
      // eslint-disable-next-line @typescript-eslint/no-use-before-define
      auto.look(service);
    },
    onChangeOfAll() {
      options.onChangeOfAll();
      // eslint-disable-next-line @typescript-eslint/no-use-before-define
      auto.lookAtAll();
    },
  };
  const worker = wireWorker({
    ...options,
    ...notify,
    deployments,
    store,
    statuses,
    holdLabel,
    repositoryOf,
  });
  const wake = () => worker.wake();
  const reviewers = new Reviewers(options);
  const requesting = {
    planner,
    store,
    pageOf,
    templates: settings.promotions.templates,
    reviewersOf: (names: readonly string[], url: string) =>
      reviewers.of(names, url),
    wake,
    clock,
  };
  const promotions = new Promotions(requesting);
  const automatic = new AutoStore(store.database);
  const auto = wireAuto({
    ...options,
    ...planning,
    ...requesting,
    automatic,
  });
  const merges = new Merges({
    gates,
    reviews,
    statuses,
    store,
    holdLabel,
    repositoryOf,
    async settingsOf({ service, to }) {
      const { annotations } = (await access.entity(service))?.metadata ?? {};
      return settingsOf(to, annotations?.[gitopsAnnotations.promotion]);
    },
    wake,
    clock,
  });
  const argocd = new ArgoCdCalls({
    ...options,
    environments: settings.environments ?? [],
  });
  const allowed = new PromotionAccess({ access, records: store.records });
  const arrivals = new Arrivals({
    repositoryOf,
    onChange: options.onChange,
    now,
  });
  const workflows = new WorkflowCalls({
    ...options,
    onStarted: (service, to) => arrivals.started(service, to),
    allowed,
    freezes: inForce,
    history: options.history,
    starts: new WorkflowStarts(store.database),
    now,
    settingsOf,
    repositoryOf,
  });
  const calls = wirePromotionCalls({
    ...options,
    records: store.records,
    database: store.database,
    automatic,
    look: service => auto.look(service),
    allowed,
    planner,
    promotions,
    releases: new Releases(requesting),
    merges,
    freezes: inForce,
    arrivals,
    settingsOf,
  });
  const freezes = wireFreezes({
    ...options,
    ...notify,
    allowed,
    environments: gitops.environments,
    settingsOf,
    store: freezeStore,
    work: store.work,
    wake,
    now,
  });
  return { calls, workflows, argocd, freezes, worker, auto };
}
