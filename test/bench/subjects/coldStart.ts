import { tell } from '../subject';
import { createInventory, InventorySource } from './startInventory';

/**
 * Starts the inventory in a fresh process, and tells after how many ms all Applications were held.
 */
async function main(
  source: InventorySource & { applications: number },
): Promise<void> {
  const inventory = createInventory(source);
  const startedAt = performance.now();
  await inventory.held(source.applications);
  tell({ ms: performance.now() - startedAt });
}

main(JSON.parse(process.argv[2])).then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
