import type {
  DatabaseService,
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Access } from './api/Access';
import type { FleetCalls } from './api/FleetCalls';
import { HistoryCalls } from './api/HistoryCalls';
import { MetricsCalls } from './api/MetricsCalls';
import type { Settings } from './config/readConfig';
import type { Gitops } from './Gitops';
import { HistoryRecorder } from './history/HistoryRecorder';
import { historyStore } from './history/HistoryStore';
import { RecordedVersions } from './history/RecordedVersions';
import type { VersionRun } from './history/VersionRun';
import type { Clock } from './inventory/Clock';

/** Records finished deployments and what was seen to run, and answers about them. */
export async function wireHistory(options: {
  settings: Settings;
  gitops: Gitops;
  access: Access;
  fleet: FleetCalls;
  /** With its tables */
  database: DatabaseService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  clock: Clock;
}): Promise<{
  calls: { history: HistoryCalls; deliveryMetrics: MetricsCalls };
  recorded: RecordedVersions;
  /** What is recorded of what runs now, some hundreds at a time */
  lastingRuns(): AsyncIterable<readonly VersionRun[]>;
}> {
  const { settings, gitops, database, lifecycle, logger, clock } = options;
  const store = historyStore(await database.getClient());
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
  gitops.inventory.onChange(changes => recorder.take(changes));
  const ended = new AbortController();
  lifecycle.addStartupHook(() => void recorder.run(ended.signal));
  lifecycle.addShutdownHook(() => ended.abort());
  const { environments } = gitops;
  return {
    calls: {
      history: new HistoryCalls({ ...options, store, recorder }),
      deliveryMetrics: new MetricsCalls({ ...options, store, environments }),
    },
    recorded: new RecordedVersions(store),
    lastingRuns: () => store.versions.lasting(),
  };
}
