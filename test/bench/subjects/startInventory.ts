import { ConfigReader } from '@backstage/config';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { readSettings } from '../../../plugins/gitops-backend/src/config/readConfig';
import { Gitops } from '../../../plugins/gitops-backend/src/Gitops';
import { systemClock } from '../../../plugins/gitops-backend/src/inventory/Clock';

/** One Argo CD instance, as a subject is told of it. */
export interface InventorySource {
  url: string;
  token: string;
}

const name = 'bench';

/** The plugin's inventory alone, over one instance. Not started yet. */
export function createInventory(
  { url, token }: InventorySource,
  hooks: {
    onEvents?(count: number): void;
    onServiceChange?(service: string): void;
  } = {},
) {
  const settings = readSettings(
    new ConfigReader({
      gitops: {
        argocd: {
          // No list but those that the bench is about
          instances: [{ name, url, token, relistEvery: { hours: 1 } }],
        },
      },
    }),
  );
  const gitops = new Gitops({
    settings,
    logger: silent,
    clock: systemClock,
    metrics: {
      list: () => {},
      events: (_instance, count) => hooks.onEvents?.(count),
      request: () => {},
      observe: () => {},
    },
    onServiceChange: service => hooks.onServiceChange?.(service),
  });
  return {
    gitops,
    count: () => gitops.inventory.count(name),
    /** Starts it. Resolves as soon as so many Applications are held and indexed. */
    held: (applications: number) =>
      new Promise<void>(resolve => {
        const unsubscribe = gitops.inventory.onChange(() => {
          if (gitops.inventory.count(name) < applications) return;
          unsubscribe();
          // The other listeners come first
          queueMicrotask(resolve);
        });
        gitops.start();
      }),
  };
}

const silent: LoggerService = {
  error: message => process.stderr.write(`${message}\n`),
  warn: message => process.stderr.write(`${message}\n`),
  info: () => {},
  debug: () => {},
  child: () => silent,
};
