import type { MemoryDatabase } from '../../../plugins/gitops-backend/src/promotions/__testUtils__/memoryDatabase';
import { nextInMs } from '../../../plugins/gitops-backend/src/promotions/__testUtils__/nextInMs';
import type { PromotionStore } from '../../../plugins/gitops-backend/src/promotions/store/PromotionStore';
import { LEASE_MS } from '../../../plugins/gitops-backend/src/promotions/worker/PromotionWorker';
import type { Chances } from './chances';
import type { Cluster } from './Cluster';
import type { People } from './People';
import type { Replicas } from './Replicas';
import type { SimulatedHost } from './SimulatedHost';
import { unseen } from './violations';

const SECOND = 1_000;
/** What is due so soon may be what a clock that is ahead has put off. */
const SOON_MS = 30 * SECOND;
/** No lease lasts longer, and nothing that failed waits longer to be tried again. */
const QUIET_MS = 310 * SECOND;
/** For so long, a step waits until a host has noticed a branch that was made anew. */
const MOMENT_MS = 5 * SECOND;
/** How often a deployment is looked at before its Pods are replaced. */
const SLOW_LOOKS = 4;
/** After so many rounds, something never ends. */
const MAX_ROUNDS = 200;

interface Unsettled {
  host: SimulatedHost;
  cluster: Cluster;
  store: PromotionStore;
  people: People;
  replicas: Replicas;
  knex: MemoryDatabase;
  chances: Chances;
  now(): number;
  /** So much time passes */
  pass(ms: number): void;
  /** How many states have been announced so far */
  announcements(): number;
  /** Told of what must never be */
  note(violation: string): void;
}

/** All faults are over: everything goes on until nothing changes any more. */
export async function settle(world: Unsettled): Promise<void> {
  const { host, cluster, people, replicas, pass } = world;
  host.faults = 0;
  host.isRefusing = false;
  for (const replica of replicas.all) replicas.goOn(replica);
  // A stopped replica gets the answers that waited for it
  await replicas.letAllArrive();
  pass(LEASE_MS);
  await hint(world);
  if (cluster.isSlow) await followSlowly(world);
  cluster.recover();
  let before = '';
  let unchanged = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    replicas.work(replicas.inRound(round));
    await replicas.letAllArrive();
    for (const repository of host.repositories) {
      people.serveQueue(repository, true);
      cluster.sync(repository);
    }
    const waitMs = await nextIn(world);
    if (waitMs === 0) continue;
    const after = JSON.stringify([host.state, world.announcements()]);
    unchanged = after === before ? unchanged + 1 : 0;
    // A replica whose clock is behind may have left something to the others, for a moment
    const mayBeLate = waitMs <= SOON_MS;
    if (unchanged >= (mayBeLate ? replicas.all.length : 1)) return;
    before = after;
    pass(QUIET_MS);
  }
  world.note('It never comes to rest');
}

/** What is merged is compared, and called healthy, before it runs. */
async function followSlowly({ host, cluster, replicas }: Unsettled) {
  for (const repository of host.repositories) cluster.sync(repository);
  for (let look = 0; look < SLOW_LOOKS; look++) await replicas.workOn();
}

/** A webhook tells of all repositories, or the watch of branches does: everything is looked at. */
async function hint(world: Unsettled): Promise<void> {
  const { host, replicas, knex, chances, pass, note } = world;
  await hasten(world);
  if (chances.isTrue(0.3)) await closeWhileLookedAt(world);
  let waitedMs = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    replicas.work(replicas.inRound(round));
    await replicas.letAllArrive();
    const waitMs = await nextIn(world);
    waitedMs += waitMs;
    if (waitedMs > MOMENT_MS) break;
    pass(waitMs);
  }
  (await unseen(host, knex)).forEach(note);
}

/** The host has answered, and the replica has not heard it yet, when all of it changes. */
async function closeWhileLookedAt(world: Unsettled): Promise<void> {
  const { host, replicas } = world;
  replicas.work(replicas.inRound(0));
  await replicas.letRequestsArrive();
  for (const repository of host.repositories)
    for (const pull of repository.pulls) repository.close(pull, 'ben');
  await hasten(world);
}

export async function hasten({
  host,
  store,
}: Pick<Unsettled, 'host' | 'store'>): Promise<void> {
  await store.work.hastenPullRequests({
    repositoryUrls: host.repositories.map(({ url }) => url),
  });
}

/** In how many milliseconds something is due, from 0 on. */
async function nextIn({ knex, now }: Unsettled): Promise<number> {
  return Math.max(0, (await nextInMs(knex, now())) ?? Infinity);
}
