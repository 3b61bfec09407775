import { setTimeout } from 'node:timers/promises';
import { tell } from '../subject';
import { createInventory, InventorySource } from './startInventory';

/** What a process with the inventory needs, in bytes of heap after garbage collection. */
export interface MemoryReport {
  listed: number;
  /**
   * After every Application has changed once more over the stream; where none is held, the same as
   * `listed`
   */
  streamed: number;
}

/** Holds so many Applications and tells what heap that takes. Needs --expose-gc. */
async function main(
  source: InventorySource & { applications: number; controlUrl: string },
): Promise<void> {
  let events = 0;
  const inventory = createInventory(source, {
    onEvents: count => (events += count),
  });
  const { gitops } = inventory;
  const isSettled = () =>
    gitops.instances()[0].status === 'connected' &&
    inventory.count() === source.applications;
  gitops.start();
  while (!isSettled()) await setTimeout(50);
  await inventory.diagnosed();
  const listed = await heapAfterCollection();
  if (source.applications > 0) {
    // In turn: as many changes as Applications
    await setRate(2_000);
    while (events < source.applications) await setTimeout(50);
    await setRate(0);
    await inventory.diagnosed();
  }
  const report: MemoryReport = {
    listed,
    streamed: await heapAfterCollection(),
  };
  tell(report);

  async function setRate(perSecond: number): Promise<void> {
    const { ok, status } = await fetch(
      `${source.controlUrl}/sandbox/api/instances/bench/events`,
      { method: 'PUT', body: JSON.stringify({ perSecond }) },
    );
    if (!ok) throw new Error(`The sandbox answered ${status}`);
  }
}

/**
 * Collects until nothing more is to be had: what is under way, such as a second list, ends
 * meanwhile.
 */
async function heapAfterCollection(): Promise<number> {
  if (!global.gc) throw new Error('Start this with --expose-gc');
  let least = Infinity;
  for (let round = 0; round < 5; round++) {
    await setTimeout(300);
    global.gc();
    least = Math.min(least, process.memoryUsage().heapUsed);
  }
  return least;
}

main(JSON.parse(process.argv[2])).then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
