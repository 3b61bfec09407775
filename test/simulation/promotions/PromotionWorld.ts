import type { GateAnswer } from '../../../plugins/gitops-common/src';
import type { MemoryDatabase } from '../../../plugins/gitops-backend/src/promotions/__testUtils__/memoryDatabase';
import { settings } from '../../../plugins/gitops-backend/src/promotions/__testUtils__/samples';
import {
  openPromotionStore,
  PromotionStore,
} from '../../../plugins/gitops-backend/src/promotions/store/PromotionStore';
import type { StoredPromotion } from '../../../plugins/gitops-backend/src/promotions/StoredPromotion';
import { DEGRADED_MS } from '../../../plugins/gitops-backend/src/promotions/tracking/progress';
import type { Chances } from './chances';
import { Cluster, Service } from './Cluster';
import { automaticViolations } from './automaticViolations';
import { People, versions } from './People';
import { GATE, Replica } from './Replica';
import { Replicas } from './Replicas';
import { hasten, settle } from './settle';
import { SimulatedHost } from './SimulatedHost';
import { Timers } from './Timers';
import { TOO_LONG, Turns } from './Turns';
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
  readonly #replicas: Replicas;
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
    this.#replicas = new Replicas({
      turns: this.#turns,
      chances,
      start: at => this.#start(at),
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
    return world;
  }

  get now(): number {
    return this.#now;
  }

  /** One thing happens, and some of what is on its way arrives. */
  async step(): Promise<void> {
    const chances = this.#chances;
    this.luck = chances.next();
    const replica = chances.one(this.#replicas.all)!;
    const chance = chances.next();
    if (this.#isUnlucky && chances.isTrue(0.25)) await this.#deploy();
    else if (chance < 0.25) this.#replicas.work(replica);
    else if (chance < 0.38)
      this.#promoteAutomatically(chances.one(this.cluster.services)!);
    else if (chance < 0.45) this.#pass(chances.below(40) * SECOND);
    else if (chance < 0.66) this.#useThePortal(replica);
    else if (chance < 0.86) await this.#people.useTheHost();
    else if (chance < 0.93) await this.#deploy();
    else this.#change(replica);
    await this.#turns.quiet();
    // Now and then, there is time for what takes long
    if (chances.isTrue(0.1)) await this.#replicas.letAllArrive();
    else await this.#replicas.letSomeArrive();
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
    await hasten(this);
    await this.#replicas.workOn();
    for (const repository of host.repositories) cluster.sync(repository);
    cluster.services.forEach(one => cluster.fall(one));
    await this.#replicas.workOn();
    this.#pass(DEGRADED_MS + SECOND);
    await this.#replicas.workOn();
    cluster.services.forEach(one => this.#promoteAutomatically(one));
  }

  /** Something has changed in staging, or elsewhere: every replica that runs decides, at once. */
  #promoteAutomatically(service: Service): void {
    if (!this.#isAutomatic) return;
    const { cluster } = this;
    const chances = this.#chances;
    if (chances.isTrue(0.5)) cluster.stage(service, chances.one(versions)!);
    for (const { promoter, index } of this.#replicas.running)
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
      () => this.#replicas.disturb(replica),
      () => this.#replicas.disturb(replica),
    ];
    this.#chances.one(changes)!();
  }

  /** Everything goes on until nothing changes any more. */
  settle(): Promise<void> {
    return settle({
      ...{ host: this.host, cluster: this.cluster, store: this.store },
      ...{ people: this.#people, replicas: this.#replicas },
      ...{ knex: this.#knex, chances: this.#chances },
      now: () => this.#now,
      pass: ms => this.#pass(ms),
      announcements: () => this.#witness.count,
      note: what => void this.violations.push(what),
    });
  }

  #say(what: string): void {
    this.trace.push(`${(this.#now - START) / SECOND} s: ${what}`);
  }

  #start(at: { index: number; process: number }): Replica {
    const drift = at.index * 20 * SECOND;
    const note = (what: string) => void this.violations.push(what);
    return new Replica({
      ...at,
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
          replica: at.process,
          isAnswer: true,
          signal: AbortSignal.timeout(PLAN_MS),
        }),
      noteAutomatic: promotion => this.#noteAutomatic(promotion),
      announce: (record, passed) => {
        const { service, version } = record.promotion;
        this.#say(`announced: ${service} ${version} ${passed.state}`);
        return this.#witness.announce(record, passed, () =>
          this.#turns.wait({ replica: at.process, isAnswer: true }),
        );
      },
      warn: what => this.violations.push(`warned: ${what}`),
    });
  }

  #pass(ms: number): void {
    this.#now += ms;
    this.#timers.fire();
  }

  #useThePortal(replica: Replica): void {
    if (replica.isStopped) return;
    const others = this.#replicas.running.filter(one => one !== replica);
    this.#people.useThePortal([replica, ...others]);
  }
}
