import type { Entity } from '@backstage/catalog-model';
import { tell } from '../subject';
import { createInventory, InventorySource } from './startInventory';

/** Told whenever the Application that ends a burst takes on a state that no other change brings. */
export interface Seen {
  health: string;
  /** ms since the epoch */
  at: number;
  /** Changes taken in so far */
  events: number;
  /** Open pages that were told of a change so far */
  told: number;
  cpuMs: number;
}

/**
 * Takes in changes, with pages of some services open, and tells when the last of a burst can be
 * seen in the inventory.
 */
async function main(
  source: InventorySource & {
    applications: number;
    openServices: number;
    last: string;
  },
): Promise<void> {
  let events = 0;
  let told = 0;
  const inventory = createInventory(source, {
    onEvents: count => (events += count),
    onServiceChange: () => (told += 1),
  });
  const { gitops } = inventory;
  await inventory.held(source.applications);
  const services = new Set<string>();
  for (const { application } of gitops.inventory.all()) {
    if (services.size < source.openServices)
      services.add(application.labels['app.kubernetes.io/name']);
  }
  for (const name of services)
    gitops.live.answer(gitops.locator.query(component(name)));
  gitops.inventory.onChange(changes => {
    for (const { current: entry } of changes) {
      const current = entry?.application;
      if (current?.name !== source.last) continue;
      if (!current.health || /Healthy|Progressing/.test(current.health))
        continue;
      const { user, system } = process.cpuUsage();
      const seen: Seen = {
        health: current.health,
        at: Date.now(),
        events,
        told,
        cpuMs: (user + system) / 1000,
      };
      tell(seen);
    }
  });
  tell({ ready: true });
}

function component(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default' },
  };
}

main(JSON.parse(process.argv[2])).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
