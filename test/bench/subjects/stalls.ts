import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { Entity } from '@backstage/catalog-model';
import { listMask } from '../../../plugins/gitops-backend/src/argocd/mask';
import { tell } from '../subject';
import { ListingClock, NEVER } from './ListingClock';
import { createInventory, InventorySource } from './startInventory';

/** The longest stalls of the event loop, in milliseconds, unless something else is said. */
export interface StallReport {
  /** While nothing happened: the machine's own */
  idle: number[];
  /** Within each of some rounds of lists, of all instances at once, in which nothing had changed */
  lists: number[];
  /** How long each of these lists took */
  listing: number[];
  /** The time that `JSON.parse` of one list's body takes by itself */
  parse: number[];
  /** After each of some changes of the only instance's state, with so many services watched */
  states: number[];
}

export interface StallSource extends InventorySource {
  applications: number;
  watchedServices: number;
  areConfigured: boolean;
}

const lists = 6;
const states = 5;
const idles = 3;
/** After this time, an instance's new state has reached all pages. */
const STATE_MS = 1_500;

/**
 * Has all instances list again and again, has one change its state, and tells how long nothing else
 * could run.
 */
async function main(source: StallSource): Promise<void> {
  const { otherUrls = [] } = source;
  const clock = new ListingClock();
  const durations: number[] = [];
  const inventory = createInventory(source, {
    relistEvery: NEVER,
    clock,
    onList: durationMs => durations.push(durationMs),
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
  const listed = async (count: number) => {
    while (durations.length < count) await setTimeout(5);
  };

  await inventory.held(source.applications);
  const instances = otherUrls.length + 1;
  // Each lists once more when its stream has shown that it is open
  await listed(2 * instances);
  // Diagnosing all of several instances takes many minutes
  if (instances === 1) await inventory.diagnosed();
  durations.length = 0;
  const report: Partial<StallReport> = {
    lists: await repeat(lists, () =>
      longest(async () => {
        clock.list();
        await listed(durations.length + instances);
      }),
    ),
    listing: [...durations],
    parse: await parseTimes(source),
  };
  const services = new Set(
    [...gitops.inventory.all()].map(
      ({ application }) => application.labels['app.kubernetes.io/name'],
    ),
  );
  for (const name of [...services].slice(0, source.watchedServices))
    gitops.live.answer(gitops.locator.query(component(name)));
  report.states = await repeat(instances === 1 ? states : 0, () =>
    longest(async () => {
      gitops.live.takeInstance('bench');
      await setTimeout(STATE_MS);
    }),
  );
  report.idle = await repeat(idles, () => longest(() => setTimeout(STATE_MS)));
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
