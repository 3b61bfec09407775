import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { Entity } from '@backstage/catalog-model';
import { listMask } from '../../../plugins/gitops-backend/src/argocd/mask';
import { tell } from '../subject';
import { createInventory, InventorySource } from './startInventory';

/** The longest stalls of the event loop, in milliseconds. */
export interface StallReport {
  /** While nothing happened: the machine's own */
  idle: number[];
  /** Within each of some lists in which nothing had changed */
  lists: number[];
  /** Within each list, the time that `JSON.parse` of its body takes by itself */
  parse: number[];
  /** After each of some changes of the instance's state, with so many services watched */
  states: number[];
}

const lists = 8;
const states = 8;

/**
 * Lists again and again, has the instance change its state, and tells how long nothing else could
 * run.
 */
async function main(
  source: InventorySource & {
    applications: number;
    watchedServices: number;
    areConfigured: boolean;
  },
): Promise<void> {
  let listed = 0;
  const inventory = createInventory(source, {
    relistEvery: 4,
    onList: () => (listed += 1),
    environments: source.areConfigured
      ? ['dev', 'test', 'staging', 'preprod', 'production'].map(name => ({
          name,
        }))
      : undefined,
  });
  const { gitops } = inventory;
  const stalls = monitorEventLoopDelay({ resolution: 1 });
  stalls.enable();
  /** The longest stall until then */
  const longest = async (until: () => Promise<void>) => {
    stalls.reset();
    await until();
    return stalls.max / 1e6;
  };
  const repeat = async (times: number, measure: () => Promise<number>) => {
    const all: number[] = [];
    for (let time = 0; time < times; time++) all.push(await measure());
    return all;
  };

  await inventory.held(source.applications);
  // Diagnosing all of several instances takes many minutes
  if (!source.otherUrls?.length) await inventory.diagnosed();
  const nextList = async () => {
    const before = listed;
    while (listed === before) await setTimeout(5);
  };
  const report: Partial<StallReport> = {
    lists: await repeat(lists, () => longest(nextList)),
    parse: await parseTimes(source),
  };
  const services = new Set(
    [...gitops.inventory.all()].map(
      ({ application }) => application.labels['app.kubernetes.io/name'],
    ),
  );
  for (const name of [...services].slice(0, source.watchedServices))
    gitops.live.answer(gitops.locator.query(component(name)));
  report.states = await repeat(states, async () => {
    await nextList();
    return longest(async () => {
      gitops.live.takeInstance('bench');
      await setTimeout(1_500);
    });
  });
  report.idle = await repeat(states, async () => {
    await nextList();
    return longest(() => setTimeout(1_500));
  });
  tell(report);
}

async function parseTimes({ url, token }: InventorySource): Promise<number[]> {
  const response = await fetch(
    `${url}/api/v1/applications?fields=${listMask('parts')}`,
    { headers: { authorization: `Bearer ${token}` } },
  );
  const text = await response.text();
  return Array.from({ length: lists }, () => {
    const startedAt = performance.now();
    JSON.parse(text);
    return performance.now() - startedAt;
  });
}

function component(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default' },
  };
}

main(JSON.parse(process.argv[2])).then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
