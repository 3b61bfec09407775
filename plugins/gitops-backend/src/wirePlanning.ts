import type { AuditorService } from '@backstage/backend-plugin-api';
import type { GitHosts, ReadingGate } from 'backstage-plugin-gitops-node';
import type { Access } from './api/Access';
import type { Settings } from './config/readConfig';
import { settingsIn } from './environments/serviceSettings';
import type { Gitops } from './Gitops';
import type { Clock } from './inventory/Clock';
import { pathOfPage } from './pathOfPage';
import { ArgoCdDeployments } from './promotions/ArgoCdDeployments';
import { FreezesInForce } from './promotions/freezes/FreezesInForce';
import { FreezeStore } from './promotions/freezes/FreezeStore';
import { AddedGates } from './promotions/gates/AddedGates';
import { MergeGates } from './promotions/plan/MergeGates';
import { Planner } from './promotions/plan/Planner';
import { Snapshots } from './promotions/plan/Snapshots';
import type { VersionHistory } from './promotions/plan/VersionHistory';
import { Reviews } from './promotions/statuses/Reviews';
import { Statuses } from './promotions/statuses/Statuses';
import type { PromotionStore } from './promotions/store/PromotionStore';

/** Puts together what plans promotions, and what judges them. */
export function wirePlanning(options: {
  settings: Settings;
  gitops: Gitops;
  access: Access;
  hosts: GitHosts;
  addedGates: readonly ReadingGate<unknown>[];
  history: VersionHistory;
  store: PromotionStore;
  auditor: AuditorService;
  clock: Clock;
  appUrl: string | undefined;
}) {
  const { settings, gitops, access, hosts, store, clock } = options;
  const repositoryOf = (url: string) => hosts.repository(url);
  const settingsOf = (environment: string, annotation?: string) =>
    settingsIn(settings.environments ?? [], environment, annotation);
  const pageOf = (service: string) =>
    options.appUrl &&
    `${options.appUrl.replace(/\/$/, '')}${pathOfPage(service)}`;
  const freezeStore = new FreezeStore(store.database);
  const { now } = clock;
  const common = {
    gitops,
    deployments: new ArgoCdDeployments(gitops),
    snapshots: new Snapshots({ repositoryOf, now }),
    records: store.records,
    addedGates: new AddedGates(options.addedGates),
    freezes: new FreezesInForce(freezeStore),
    history: options.history,
    settingsOf,
    entity: (ref: string) => access.entity(ref),
    within: settings.versionPlacesWithin,
    repositoryOf,
    pageOf,
    now,
  };
  const gates = new MergeGates(common);
  const reviews = new Reviews({
    ...common,
    auditor: options.auditor,
    isGitHub: name =>
      hosts.all().some(({ host, type }) => host === name && type === 'github'),
  });
  const statuses = new Statuses({ ...common, gates, reviews });
  const planner = new Planner(common);
  return { ...common, freezeStore, gates, reviews, statuses, planner };
}
