import { ConfigReader } from '@backstage/config';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { readSettings } from '../../../plugins/gitops-backend/src/config/readConfig';
import { Gitops } from '../../../plugins/gitops-backend/src/Gitops';
import {
  Clock,
  systemClock,
} from '../../../plugins/gitops-backend/src/inventory/Clock';
import { noMetrics } from '../../../plugins/gitops-backend/src/metrics';

/** The Argo CD instance that a subject reads. */
export interface InventorySource {
  url: string;
  token: string;
  /** Other instances */
  otherUrls?: string[];
}

const name = 'bench';

/** The plugin's inventory alone. Not started yet. */
export function createInventory(
  { url, token, otherUrls = [] }: InventorySource,
  options: {
    onEvents?(count: number): void;
    onList?(durationMs: number): void;
    onServiceChange?(service: string): void;
    /** In seconds; an hour by default: no lists but the first ones */
    relistEvery?: number;
    environments?: JsonObject[];
    clock?: Clock;
  } = {},
) {
  const { relistEvery = 3_600, environments, clock = systemClock } = options;
  const settings = readSettings(
    new ConfigReader({
      gitops: {
        argocd: {
          instances: [url, ...otherUrls].map((one, index) => ({
            name: index === 0 ? name : `${name}-${index + 1}`,
            url: one,
            token,
            relistEvery: { seconds: relistEvery },
          })),
        },
        ...(environments && { environments }),
      },
    }),
  );
  const gitops = new Gitops({
    settings,
    logger: silent,
    clock,
    metrics: {
      ...noMetrics,
      list: (_instance, durationMs) => options.onList?.(durationMs),
      events: (_instance, count) => options.onEvents?.(count),
    },
    refreshes: { maxAgeOf: async () => Infinity },
    onServiceChange: service => options.onServiceChange?.(service),
  });
  const count = () =>
    gitops.instances().reduce((sum, { applications }) => sum + applications, 0);
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
