import type {
  AuthService,
  DatabaseService,
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { GitHosts } from 'backstage-plugin-gitops-node';
import { ApplicationSetCalls } from './api/ApplicationSetCalls';
import { ChangesCalls } from './api/ChangesCalls';
import { ClaimCalls } from './api/ClaimCalls';
import { FleetCalls } from './api/FleetCalls';
import { HistoryCalls } from './api/HistoryCalls';
import { MetricsCalls } from './api/MetricsCalls';
import type { ChangesReader } from './changes/ChangesReader';
import { EnvironmentDifferences } from './changes/EnvironmentDifferences';
import { RenderedDifferences } from './changes/RenderedDifferences';
import type { Settings } from './config/readConfig';
import { withoutPreviews } from './environments/previews';
import type { Gitops } from './Gitops';
import { HistoryRecorder } from './history/HistoryRecorder';
import { HistoryStore, historyStore } from './history/HistoryStore';
import { RecordedVersions } from './history/RecordedVersions';
import type { Clock } from './inventory/Clock';
import type { Entities } from './ownership/Entities';
import type { Records } from './promotions/store/Records';
import type { Permitting } from './wireAccess';

interface ReadsOptions extends Permitting {
  settings: Settings;
  gitops: Gitops;
  hosts: GitHosts;
  changes: ChangesReader;
  /** Promotions, for the rows of the fleet */
  records: Pick<Records, 'allUnderWay'>;
  auth: AuthService;
  catalog: CatalogService;
  entities: Entities;
  /** With its tables */
  database: DatabaseService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  clock: Clock;
  /** Told that the fleet has changed */
  onChange(): void;
}

/**
 * Records finished deployments and what was seen to run, and puts together what callers read of
 * them, of the fleet, of claims, of ApplicationSets and of what is in a version.
 */
export async function wireReads(options: ReadsOptions) {
  const { gitops, hosts, records } = options;
  const { environments } = gitops;
  const store = historyStore(await options.database.getClient());
  const recorder = recordHistory(store, options);
  const fleet = new FleetCalls({
    ...options,
    lastingRuns: () => store.versions.lasting(),
    endedRuns: (...of) => store.versions.ended(...of),
    promotionsUnderWay: () => records.allUnderWay(),
  });
  const history = new HistoryCalls({ ...options, store, recorder });
  const differences = new EnvironmentDifferences({ gitops, hosts });
  return {
    reads: {
      history,
      deliveryMetrics: new MetricsCalls({
        ...options,
        store,
        fleet,
        environments,
      }),
      changes: new ChangesCalls({
        ...options,
        differences,
        rendered: new RenderedDifferences({ gitops }),
        history,
      }),
      claims: new ClaimCalls(options),
      applicationSets: new ApplicationSetCalls({ ...options, fleet }),
      fleet,
    },
    recorded: new RecordedVersions(store),
  };
}

function recordHistory(
  store: HistoryStore,
  { settings, gitops, lifecycle, clock, logger }: ReadsOptions,
): HistoryRecorder {
  const recorder = new HistoryRecorder({
    store,
    keepForMs: settings.history.keepForMs,
    deploymentOf: application => gitops.deploymentOf(application),
    environmentOf: application => gitops.environmentOf(application),
    serviceOf: ({ labels }) => labels[settings.serviceLabel],
    watchedInstances: () =>
      gitops
        .instances()
        .filter(({ status }) => status === 'connected')
        .map(({ name }) => name),
    clock,
    logger,
  });
  gitops.inventory.onChange(changes => recorder.take(withoutPreviews(changes)));
  const ended = new AbortController();
  lifecycle.addStartupHook(() => void recorder.run(ended.signal));
  lifecycle.addShutdownHook(() => ended.abort());
  return recorder;
}
