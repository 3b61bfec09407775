import type {
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Settings } from './config/readConfig';
import type { Gitops } from './Gitops';
import type { Clock } from './inventory/Clock';
import type { PromotionWorker } from './promotions/worker/PromotionWorker';
import { firstLists, isListed } from './readiness';
import { signalAlive } from './signalling';

/** Starts and stops everything that works in the background, with the backend. */
export function startAndStop(options: {
  settings: Settings;
  gitops: Gitops;
  worker: PromotionWorker;
  promoteAutomatically(signal: AbortSignal): Promise<void>;
  lifecycle: LifecycleService;
  logger: LoggerService;
  clock: Clock;
  /** Lets open pages know that signals reach them */
  signal: { alive(withinMs: number): void };
}): void {
  const { settings, gitops, worker, lifecycle, logger, clock } = options;
  const instances = settings.instances.map(({ name }) => name);
  if (instances.length === 0)
    logger.warn(
      'No Argo CD is configured: name the instances under gitops.argocd.instances',
    );
  const ended = new AbortController();
  lifecycle.addStartupHook(async () => {
    gitops.start();
    worker.start(ended.signal);
    void options.promoteAutomatically(ended.signal);
    const alive = () => options.signal.alive(gitops.pages.spreadMs);
    signalAlive(alive, { clock, ended: ended.signal });
    if (!settings.readiness) return;
    // The backend is ready once the startup hooks of all plugins have ended
    const missing = await firstLists({
      instances,
      wasListed: instance => isListed(gitops, instance),
      clock,
      signal: ended.signal,
    });
    if (missing.length > 0)
      logger.warn(`The backend starts without ${missing.join(', ')}`);
  });
  lifecycle.addShutdownHook(async () => {
    ended.abort();
    await gitops.stop();
  });
}
