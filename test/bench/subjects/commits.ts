import { setTimeout } from 'node:timers/promises';
import { tell } from '../subject';
import { createInventory, InventorySource } from './startInventory';

/** Tells when all Applications are diagnosed, and then each time that all have one commit more. */
async function main(
  source: InventorySource & { applications: number },
): Promise<void> {
  const inventory = createInventory(source);
  await inventory.held(source.applications);
  await inventory.diagnosed();
  for (let known = ''; ; ) {
    const revisions = new Set(
      [...inventory.gitops.inventory.all()].map(
        ({ application }) => application.revision ?? '',
      ),
    );
    const [revision] = revisions;
    if (known === '' || (revisions.size === 1 && revision !== known)) {
      tell({ revision });
      known = revision;
    }
    await setTimeout(50);
  }
}

main(JSON.parse(process.argv[2])).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
