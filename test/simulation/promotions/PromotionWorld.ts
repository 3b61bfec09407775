import type { GateAnswer } from '../../../plugins/gitops-common/src';
import type { MemoryDatabase } from '../../../plugins/gitops-backend/src/promotions/__testUtils__/memoryDatabase';
import { nextInMs } from '../../../plugins/gitops-backend/src/promotions/__testUtils__/nextInMs';
import { settings } from '../../../plugins/gitops-backend/src/promotions/__testUtils__/samples';
import {
  openPromotionStore,
  PromotionStore,
} from '../../../plugins/gitops-backend/src/promotions/store/PromotionStore';
import type { StoredPromotion } from '../../../plugins/gitops-backend/src/promotions/StoredPromotion';
import { LEASE_MS } from '../../../plugins/gitops-backend/src/promotions/worker/PromotionWorker';
import { DEGRADED_MS } from '../../../plugins/gitops-backend/src/promotions/tracking/progress';
import type { Chances } from './chances';
import { Cluster, Service } from './Cluster';
import { automaticViolations } from './automaticViolations';
import { People, versions } from './People';
import { GATE, Replica } from './Replica';
import { SimulatedHost } from './SimulatedHost';
import { Timers } from './Timers';
import { TOO_LONG, Turn, Turns } from './Turns';
import { unseen } from './violations';
import { Witness } from './Witness';

const FROZEN: GateAnswer = {
  gate: GATE,
  result: 'block',
  code: 'ownWords',
  params: { sentence: 'Production is frozen.' },
  sentence: 'Production is frozen.',
  canOverride: true,
};
const START = Date.parse('2026-11-23T06:00:00Z');
const SECOND = 1_000;
/** For a plan of a version. */
const PLAN_MS = 30 * SECOND;
/** Fewer requests and answers than so many arrive before something else happens. */
const MOST_AT_ONCE = 6;
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

/**
 * Several replicas with one database and one Git host, an Argo CD, and people who change their
 * minds. What happens next is chosen by the seed.
 */
export class PromotionWorld {
  readonly host: SimulatedHost;
  readonly store: PromotionStore;
  readonly cluster: Cluster;
  readonly violations: string[] = [];
  readonly trace: string[] = [];
  /** From 0 to 1: the share of a random delay that is waited */
  luck = 0.5;
  /** Whether the gate blocks now */
  isFrozen = false;
  /** Whether the gate can't be asked now */
  isGateDown = false;
  /** Whether merges are left to the host where they are not possible now */
  readonly #isPatient: boolean;
  /** Whether no version is any good */
  readonly #isUnlucky: boolean;
  /** Whether production is promoted to automatically: such histories take three times as long */
  readonly #isAutomatic: boolean;
  readonly #people: People;
  readonly #turns = new Turns();
  readonly #timers: Timers;
  readonly #chances: Chances;
  readonly #knex: MemoryDatabase;
  readonly #replicas: Replica[] = [];
  #processes = 0;
  #now = START;
  readonly #witness: Witness;

  private constructor(
    store: PromotionStore,
    knex: MemoryDatabase,
    chances: Chances,
  ) {
    this.store = store;
    this.#knex = knex;
    this.#chances = chances;
    const now = () => this.#now;
    const note = (what: string) => void this.violations.push(what);
    this.#timers = new Timers(now);
    this.host = new SimulatedHost({ now, note, chances, turns: this.#turns });
    const { repositories } = this.host;
    // Each history has its own kind of host and configuration
    this.#isPatient = chances.isTrue(0.4);
    this.#isUnlucky = chances.isTrue(0.4);
    this.#isAutomatic = chances.isTrue(0.3);
    this.isGateDown = chances.isTrue(0.15);
    this.host.faults = chances.one([0, 0.1, 0.3])!;
    this.host.isPoor = chances.isTrue(0.2);
    for (const one of repositories) {
      one.isStrict = chances.isTrue(0.3);
      one.isLate = chances.isTrue(0.3);
    }
    this.cluster = new Cluster(
      [
        ...['orders', 'payments'].map(name => ({
          name,
          repositories: repositories.slice(0, 1),
        })),
        { name: 'ledger', repositories },
      ].map(one => ({ ...one, ref: `component:default/${one.name}` })),
      now,
    );
    this.cluster.isSlow = chances.isTrue(0.3);
    this.cluster.isIdle = !this.cluster.isSlow && chances.isTrue(0.2);
    this.cluster.isMirrored = this.cluster.isSlow && chances.isTrue(0.5);
    this.#witness = new Witness({
      cluster: this.cluster,
      host: this.host,
      now,
      note,
    });
    this.#people = new People({
      chances,
      store,
      host: this.host,
      services: this.cluster.services,
      note,
      say: what => this.#say(what),
    });
  }

  static async start(
    knex: MemoryDatabase,
    chances: Chances,
  ): Promise<PromotionWorld> {
    let world: PromotionWorld | undefined;
    const store = await openPromotionStore({
      database: { getClient: async () => knex, migrations: { skip: true } },
      now: () => world?.now ?? START,
    });
    world = new PromotionWorld(store, knex, chances);
    knex.on('query', () => world!.#turns.noteActivity());
    for (let index = 0; index < 2; index++) world.#startReplica(index);
    return world;
  }

  get now(): number {
    return this.#now;
  }

  /** One thing happens, and some of what is on its way arrives. */
  async step(): Promise<void> {
    const chances = this.#chances;
    this.luck = chances.next();
    const replica = chances.one(this.#replicas)!;
    const chance = chances.next();
    if (this.#isUnlucky && chances.isTrue(0.25)) await this.#deploy();
    else if (chance < 0.25) this.#work(replica);
    else if (chance < 0.38)
      this.#promoteAutomatically(chances.one(this.cluster.services)!);
    else if (chance < 0.45) this.#pass(chances.below(40) * SECOND);
    else if (chance < 0.66) this.#useThePortal(replica);
    else if (chance < 0.86) await this.#people.useTheHost();
    else if (chance < 0.93) await this.#deploy();
    else this.#change(replica);
    await this.#turns.quiet();
    // Now and then, there is time for what takes long
    if (chances.isTrue(0.1)) await this.#letAllArrive();
    else await this.#letSomeArrive();
  }

  /** Where versions are bad, what is open is merged, and found to be bad when it is deployed. */
  async #deploy(): Promise<void> {
    const { cluster, host } = this;
    if (!this.#isUnlucky) {
      cluster.sync(this.#chances.one(host.repositories)!);
      return;
    }
    for (const repository of host.repositories)
      for (const pull of repository.pulls)
        if (pull.state === 'open' && !repository.stop(pull))
          repository.merge(pull, 'ben');
    await this.#hasten();
    await this.#workOn();
    for (const repository of host.repositories) cluster.sync(repository);
    cluster.services.forEach(one => cluster.fall(one));
    await this.#workOn();
    this.#pass(DEGRADED_MS + SECOND);
    await this.#workOn();
    cluster.services.forEach(one => this.#promoteAutomatically(one));
  }

  async #workOn(): Promise<void> {
    for (const replica of this.#replicas) this.#work(replica);
    await this.#letAllArrive();
  }

  /** Something has changed in staging, or elsewhere: every replica that runs decides, at once. */
  #promoteAutomatically(service: Service): void {
    if (!this.#isAutomatic) return;
    const { cluster } = this;
    const chances = this.#chances;
    if (chances.isTrue(0.5)) cluster.stage(service, chances.one(versions)!);
    const running = this.#replicas.filter(one => !one.isStopped);
    for (const { promoter, index } of running)
      promoter
        .look({ service: service.ref, environment: 'production' })
        .catch(error => {
          // The product looks again a minute later
          if (error.message === TOO_LONG)
            this.#say(`automatic at ${index}: ${TOO_LONG}`);
          else this.violations.push(`Automatic at ${index}: ${error.message}`);
        });
  }

  /** Nothing is requested while something is under way, or after what should have stopped it. */
  async #noteAutomatic({ id, service, version }: StoredPromotion) {
    this.#say(
      `${service} ${version} is promoted automatically (${id.slice(0, 8)})`,
    );
    const found = await automaticViolations(this.store, { id, service });
    this.host.noteAsked(service);
    this.violations.push(...found);
  }

  /** Something is different from now on. */
  #change(replica: Replica): void {
    const { cluster, host } = this;
    const changes = [
      () => cluster.fall(this.#chances.one(cluster.services)!),
      () => cluster.recover(),
      () => {
        host.isRefusing = !host.isRefusing;
      },
      () => {
        this.isFrozen = !this.isFrozen;
      },
      () => {
        this.isGateDown = !this.isGateDown;
      },
      () => this.#disturb(replica),
      () => this.#disturb(replica),
    ];
    this.#chances.one(changes)!();
  }

  /** All faults are over: everything goes on until nothing changes any more. */
  async settle(): Promise<void> {
    this.host.faults = 0;
    this.host.isRefusing = false;
    for (const replica of this.#replicas) this.#goOn(replica);
    // A stopped replica gets the answers that waited for it
    await this.#letAllArrive();
    this.#pass(LEASE_MS);
    await this.#hint();
    if (this.cluster.isSlow) await this.#followSlowly();
    this.cluster.recover();
    let before = '';
    let unchanged = 0;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      this.#work(this.#replicas[round % this.#replicas.length]);
      await this.#letAllArrive();
      for (const repository of this.host.repositories) {
        this.#people.serveQueue(repository, true);
        this.cluster.sync(repository);
      }
      const waitMs = (await nextInMs(this.#knex, this.#now)) ?? Infinity;
      if (waitMs <= 0) continue;
      const after = JSON.stringify([this.host.state, this.#witness.count]);
      unchanged = after === before ? unchanged + 1 : 0;
      // A replica whose clock is behind may have left something to the others, for a moment
      const mayBeLate = waitMs <= SOON_MS;
      if (unchanged >= (mayBeLate ? this.#replicas.length : 1)) return;
      before = after;
      this.#pass(QUIET_MS);
    }
    this.violations.push('It never comes to rest');
  }

  /** What is merged is compared, and called healthy, before it runs. */
  async #followSlowly(): Promise<void> {
    for (const repository of this.host.repositories)
      this.cluster.sync(repository);
    for (let look = 0; look < SLOW_LOOKS; look++) await this.#workOn();
  }

  /** A webhook tells of all repositories, or the watch of branches does: everything is looked at. */
  async #hint(): Promise<void> {
    await this.#hasten();
    if (this.#chances.isTrue(0.3)) await this.#closeWhileLookedAt();
    let waitedMs = 0;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      this.#work(this.#replicas[round % this.#replicas.length]);
      await this.#letAllArrive();
      const waitMs = (await nextInMs(this.#knex, this.#now)) ?? Infinity;
      waitedMs += Math.max(0, waitMs);
      if (waitedMs > MOMENT_MS) break;
      this.#pass(Math.max(0, waitMs));
    }
    this.violations.push(...(await unseen(this, this.#knex)));
  }

  /** The host has answered, and the replica has not heard it yet, when all of it changes. */
  async #closeWhileLookedAt(): Promise<void> {
    const { repositories } = this.host;
    this.#work(this.#replicas[0]);
    await this.#turns.quiet();
    for (const one of this.#ready) if (!one.isAnswer) one.go();
    await this.#turns.quiet();
    for (const repository of repositories)
      for (const pull of repository.pulls) repository.close(pull, 'ben');
    await this.#hasten();
  }

  async #hasten(): Promise<void> {
    await this.store.work.hastenPullRequests({
      repositoryUrls: this.host.repositories.map(({ url }) => url),
    });
  }

  async #letAllArrive(): Promise<void> {
    await this.#turns.quiet();
    for (let [first] = this.#ready; first; [first] = this.#ready) {
      first.go();
      await this.#turns.quiet();
    }
  }

  #say(what: string): void {
    this.trace.push(`${(this.#now - START) / SECOND} s: ${what}`);
  }

  #startReplica(index: number): void {
    const drift = index * 20 * SECOND;
    this.#processes += 1;
    const process = this.#processes;
    const note = (what: string) => void this.violations.push(what);
    this.#replicas[index] = new Replica({
      index,
      process,
      store: this.store,
      host: this.host,
      cluster: this.cluster,
      clock: {
        now: () => this.#now + drift,
        // Who tries again and again finds the time over soon
        sleep: async ms => this.#pass(20 * ms),
      },
      settings: settings({
        merge: { method: 'merge', whenReady: this.#isPatient },
        auto: { merges: true },
        keepUpToDate: this.#isPatient,
        labels: ['release'],
        reviewers: ['ben'],
      }),
      gate: () => {
        if (this.isGateDown) throw new Error('The gate is down');
        return this.isFrozen ? [FROZEN] : [];
      },
      note,
      pause: () =>
        this.#turns.wait({
          replica: process,
          isAnswer: true,
          signal: AbortSignal.timeout(PLAN_MS),
        }),
      noteAutomatic: promotion => this.#noteAutomatic(promotion),
      announce: (record, passed) => {
        const { service, version } = record.promotion;
        this.#say(`announced: ${service} ${version} ${passed.state}`);
        return this.#witness.announce(record, passed, () =>
          this.#turns.wait({ replica: process, isAnswer: true }),
        );
      },
      warn: what => this.violations.push(`warned: ${what}`),
    });
  }

  #isStopped(process: number): boolean {
    return this.#replicas.some(one => one.process === process && one.isStopped);
  }

  /** What a stopped process has sent arrives; it does not hear the answer. */
  get #ready(): Turn[] {
    return this.#turns.waiting.filter(
      one => !one.isAnswer || !this.#isStopped(one.replica),
    );
  }

  async #letSomeArrive(): Promise<void> {
    for (let count = this.#chances.below(MOST_AT_ONCE); count > 0; count--) {
      const ready = this.#ready;
      if (ready.length === 0) return;
      this.#chances.one(ready)!.go();
      await this.#turns.quiet();
    }
  }

  #work(replica: Replica): void {
    replica.work(() => this.#turns.noteActivity());
  }

  #pass(ms: number): void {
    this.#now += ms;
    this.#timers.fire();
  }

  #disturb(replica: Replica): void {
    if (replica.isStopped) {
      this.#goOn(replica);
      this.#say(`replica ${replica.index} goes on`);
    } else if (this.#chances.isTrue(0.5)) {
      replica.isStopped = true;
      this.#turns.stop(replica.process);
      this.#say(`replica ${replica.index} is stopped`);
    } else {
      // What it waits for never comes, and what it had begun is left
      replica.isDead = true;
      this.#turns.die(replica.process);
      this.#startReplica(replica.index);
      this.#say(`replica ${replica.index} is killed`);
    }
  }

  #goOn(replica: Replica): void {
    replica.isStopped = false;
    this.#turns.goOn(replica.process);
  }

  #useThePortal(replica: Replica): void {
    if (replica.isStopped) return;
    const others = this.#replicas.filter(
      one => one !== replica && !one.isStopped,
    );
    this.#people.useThePortal([replica, ...others]);
  }
}
