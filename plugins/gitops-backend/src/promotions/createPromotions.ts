import type {
  AuditorService,
  DatabaseService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { GitHosts, ReadingGate } from 'backstage-plugin-gitops-node';
import type { Access } from '../api/Access';
import { ArgoCdCalls } from '../api/ArgoCdCalls';
import { PromotionAccess } from '../api/PromotionAccess';
import { PromotionCalls } from '../api/PromotionCalls';
import { WorkflowCalls } from '../api/WorkflowCalls';
import type { Settings } from '../config/readConfig';
import type { Gitops } from '../Gitops';
import type { Clock } from '../inventory/Clock';
import { pathOfPage } from '../pathOfPage';
import { announce } from './announce';
import { ArgoCdDeployments } from './ArgoCdDeployments';
import { AddedGates } from './gates/AddedGates';
import { Planner } from './plan/Planner';
import { Snapshots } from './plan/Snapshots';
import { Promotions } from './Promotions';
import { openPromotionStore, PromotionStore } from './store/PromotionStore';
import { TargetReader } from './tracking/TargetReader';
import { Transitions } from './Transitions';
import { PromotionWorker } from './worker/PromotionWorker';

/** Puts together what promotions are made of. */
export async function createPromotions(options: {
  settings: Settings;
  gitops: Gitops;
  access: Access;
  hosts: GitHosts;
  /** Gates of other plugins */
  addedGates: readonly ReadingGate<unknown>[];
  database: DatabaseService;
  auditor: AuditorService;
  notifications: NotificationService;
  logger: LoggerService;
  clock: Clock;
  /** Address of the portal */
  appUrl: string | undefined;
  /** Told that a service's transitions or promotions are others than before */
  onChange(service: string): void;
}): Promise<{
  calls: PromotionCalls;
  workflows: WorkflowCalls;
  argocd: ArgoCdCalls;
  worker: PromotionWorker;
  store: PromotionStore;
}> {
  const { settings, gitops, access, hosts, clock, onChange } = options;
  const { now } = clock;
  const store = await openPromotionStore({ ...options, now });
  const deployments = new ArgoCdDeployments(gitops);
  const repositoryOf = (url: string) => hosts.repository(url);
  const settingsOf = (environment: string) =>
    settings.environments?.find(one => one.name === environment)?.promotion;
  const worker = new PromotionWorker({
    store,
    repositoryOf,
    deployments,
    targets: new TargetReader(deployments),
    clock,
    logger: options.logger,
    onChange,
    announce: record =>
      announce(record, {
        ...options,
        entity: ref => access.entity(ref),
        pathOf: pathOfPage,
      }),
  });
  const promotions = new Promotions({
    planner: new Planner({
      gitops,
      deployments,
      snapshots: new Snapshots({ repositoryOf, now }),
      records: store.records,
      addedGates: new AddedGates(options.addedGates),
      settingsOf,
      now,
    }),
    store,
    repositoryOf,
    settingsOf,
    pageOf: service =>
      options.appUrl &&
      `${options.appUrl.replace(/\/$/, '')}${pathOfPage(service)}`,
    wake: () => worker.wake(),
    clock,
  });
  const argocd = new ArgoCdCalls({
    ...options,
    environments: settings.environments ?? [],
  });
  const allowed = new PromotionAccess({ access, records: store.records });
  const workflows = new WorkflowCalls({
    ...options,
    allowed,
    settingsOf,
    repositoryOf,
  });
  const calls = new PromotionCalls({
    gitops,
    argocd,
    access,
    allowed,
    promotions,
    transitions: new Transitions({
      environments: gitops.environments,
      settingsOf,
      repositoryOf,
      onChange,
      now,
    }),
    records: store.records,
    auditor: options.auditor,
    settingsOf,
  });
  gitops.inventory.onChange(changes =>
    worker
      .applicationsChanged(
        changes.flatMap(({ current }) => current?.application ?? []),
      )
      .catch(error =>
        options.logger.warn(`A change was not followed at once: ${error}`),
      ),
  );
  return { calls, workflows, argocd, worker, store };
}
