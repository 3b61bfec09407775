import { ConfigReader } from '@backstage/config';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { readSettings } from '../../../plugins/gitops-backend/src/config/readConfig';
import { Gitops } from '../../../plugins/gitops-backend/src/Gitops';
import { systemClock } from '../../../plugins/gitops-backend/src/inventory/Clock';
import { noMetrics } from '../../../plugins/gitops-backend/src/metrics';

/** One Argo CD instance, as a subject is told of it. */
export interface InventorySource {
  url: string;
  token: string;
}

const name = 'bench';

/** The plugin's inventory alone, over one instance. Not started yet. */
export function createInventory(
  { url, token }: InventorySource,
  options: {
    onEvents?(count: number): void;
    onList?(): void;
    onServiceChange?(service: string): void;
    /** In seconds; an hour by default: no lists but the first ones */
    relistEvery?: number;
    environments?: JsonObject[];
  } = {},
) {
  const { relistEvery = 3_600, environments } = options;
  const settings = readSettings(
    new ConfigReader({
      gitops: {
        argocd: {
          instances: [
            { name, url, token, relistEvery: { seconds: relistEvery } },
          ],
        },
        ...(environments && { environments }),
      },
    }),
  );
  const gitops = new Gitops({
    settings,
    logger: silent,
    clock: systemClock,
    metrics: {
      ...noMetrics,
      list: () => options.onList?.(),
      events: (_instance, count) => options.onEvents?.(count),
    },
    onServiceChange: service => options.onServiceChange?.(service),
  });
  const count = () => gitops.inventory.count('instance', name);
  return {
    gitops,
    count,
    /** Starts it. Resolves as soon as so many Applications are held and indexed. */
    held: (applications: number) =>
      new Promise<void>(resolve => {
        const unsubscribe = gitops.inventory.onChange(() => {
          if (count() < applications) return;
          unsubscribe();
          // The other listeners come first
          queueMicrotask(resolve);
        });
        gitops.start();
      }),
    /** Resolves when every Application that is held has been diagnosed. */
    async diagnosed(): Promise<void> {
      const isMissing = () =>
        [...gitops.inventory.all()].some(({ diagnosis }) => !diagnosis);
      while (isMissing())
        await new Promise(resolve => setTimeout(resolve, 500));
    },
  };
}

const silent: LoggerService = {
  error: message => process.stderr.write(`${message}\n`),
  warn: message => process.stderr.write(`${message}\n`),
  info: () => {},
  debug: () => {},
  child: () => silent,
};
