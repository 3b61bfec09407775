import type { MemoryDatabase } from '../../../plugins/gitops-backend/src/promotions/__testUtils__/memoryDatabase';
import type { GitRepository } from '../../../plugins/gitops-node/src';
import { diagnosis } from '../../../plugins/gitops-backend/src/__testUtils__/builtEntry';
import type { Clock } from '../../../plugins/gitops-backend/src/inventory/Clock';
import {
  deployment,
  settings,
} from '../../../plugins/gitops-backend/src/promotions/__testUtils__/samples';
import type {
  Planned,
  Planning,
} from '../../../plugins/gitops-backend/src/promotions/plan/Planner';
import { Promotions } from '../../../plugins/gitops-backend/src/promotions/Promotions';
import {
  openPromotionStore,
  PromotionStore,
} from '../../../plugins/gitops-backend/src/promotions/store/PromotionStore';
import type { PromotionRecord } from '../../../plugins/gitops-backend/src/promotions/store/Records';
import {
  hasEnded,
  PromotionTarget,
} from '../../../plugins/gitops-backend/src/promotions/StoredPromotion';
import type { TargetReader } from '../../../plugins/gitops-backend/src/promotions/tracking/TargetReader';
import { PromotionWorker } from '../../../plugins/gitops-backend/src/promotions/worker/PromotionWorker';
import type { Chances } from './chances';
import { REPOSITORY, SimulatedHost } from './SimulatedHost';
import { Turns } from './Turns';

const START = Date.parse('2026-11-23T06:00:00Z');
const SECOND = 1_000;
/** Workers give a request up after this long. */
const STEP_MS = 45 * SECOND;
const LEASE_MS = 61 * SECOND;
/** So often, a whole round of all replicas has to change nothing. */
const QUIET_ROUNDS = 3;

export const services = ['orders', 'payments'];
const versions = ['1.1.0', '1.2.0', '1.3.0'];
const people = ['ana', 'ben', 'cleo'];

const imageOf = (service: string) => `registry.example.com/${service}`;
const refOf = (service: string) => `component:default/${service}`;
export const fileOf = (service: string) => `${service}/production`;

interface Replica {
  readonly index: number;
  /** Another one after it was killed */
  readonly process: number;
  readonly promotions: Promotions;
  readonly worker: PromotionWorker;
  isStopped: boolean;
  isWorking: boolean;
}

/**
 * Several replicas with one database and one Git host, an Argo CD, and people who change their
 * minds. What happens next is chosen by the seed.
 */
export class PromotionWorld {
  readonly host: SimulatedHost;
  readonly store: PromotionStore;
  readonly #turns = new Turns();
  readonly #chances: Chances;
  readonly #replicas: Replica[] = [];
  readonly #running = new Map(services.map(one => [one, '1.0.0']));
  #processes = 0;
  /** Versions that ever ran, with their services */
  readonly #ran = new Set<string>();
  /** What Argo CD has applied, as a place among the commits of `main` */
  #applied = 0;
  #now = START;
  readonly violations: string[] = [];
  readonly #announced = new Map<string, number>();
  wasDisturbed = false;
  readonly trace: string[] = [];

  private constructor(store: PromotionStore, chances: Chances) {
    this.store = store;
    this.#chances = chances;
    this.host = new SimulatedHost({
      now: () => this.#now,
      chances,
      turns: this.#turns,
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
    world = new PromotionWorld(store, chances);
    knex.on('query', () => world!.#turns.noteActivity());
    for (let index = 0; index < 2; index++) world.#startReplica(index);
    return world;
  }

  get now(): number {
    return this.#now;
  }

  /** One thing happens. */
  async step(): Promise<void> {
    const chances = this.#chances;
    const replica = chances.one(this.#replicas)!;
    const chance = chances.next();
    if (chance < 0.45) this.#letSomethingArrive();
    else if (chance < 0.6) this.#work(replica);
    else if (chance < 0.7) this.#pass(chances.below(40) * SECOND);
    else if (chance < 0.78) this.#sync();
    else if (chance < 0.8) this.#disturb(replica);
    else if (chance < 0.81) this.host.isRefusing = !this.host.isRefusing;
    else if (chance < 0.9) this.#useThePortal(replica);
    else this.#useTheHost();
    await this.#turns.quiet();
  }

  /** All faults are over: everything goes on until nothing changes any more. */
  async settle(): Promise<void> {
    this.host.faults = 0;
    this.host.isRefusing = false;
    for (const replica of this.#replicas) replica.isStopped = false;
    // Whoever was stopped hears the answers that waited for it
    await this.#letAllArrive();
    // As a webhook or the watch of branches does, or an hour of waiting
    await this.store.work.hastenPullRequests({ repositoryUrls: [REPOSITORY] });
    let before = '';
    for (let unchanged = 0; unchanged < QUIET_ROUNDS; ) {
      for (const replica of this.#replicas) {
        this.#work(replica);
        await this.#letAllArrive();
      }
      this.#sync();
      const after = JSON.stringify([this.host.state, [...this.#announced]]);
      unchanged = after === before ? unchanged + 1 : 0;
      before = after;
      const waitMs = (await this.store.work.nextInMs()) ?? 0;
      this.#pass(Math.max(waitMs, LEASE_MS));
    }
  }

  async #letAllArrive(): Promise<void> {
    await this.#turns.quiet();
    while (this.#turns.waiting.length > 0) {
      this.#turns.waiting[0].go();
      await this.#turns.quiet();
    }
  }

  #say(what: string): void {
    this.trace.push(`${(this.#now - START) / SECOND} s: ${what}`);
  }

  #startReplica(index: number): void {
    const drift = index * 20 * SECOND;
    const clock: Clock = {
      now: () => this.#now + drift,
      sleep: async ms => {
        this.#now += ms;
      },
    };
    this.#processes += 1;
    const process = this.#processes;
    const repositoryOf = (): GitRepository => this.host.repositoryOf(process);
    const worker = new PromotionWorker({
      store: this.store,
      repositoryOf,
      targets: this.#targets() as TargetReader,
      deployments: { application: () => undefined } as never,
      clock,
      logger: {
        warn: (what: string) => this.violations.push(`warned: ${what}`),
        debug() {},
        info() {},
        error() {},
      } as never,
      onChange() {},
      announce: async record => this.#heard(record),
    });
    const promotions = new Promotions({
      planner: {
        plan: of => this.#plan(of),
        lookAgain() {},
        gatesAtMerge: async () => [],
      },
      store: this.store,
      repositoryOf,
      settingsOf: () => settings({ merge: 'merge' }),
      pageOf: () => undefined,
      wake() {},
      clock,
    });
    this.#replicas[index] = {
      index,
      process,
      promotions,
      worker,
      isStopped: false,
      isWorking: false,
    };
  }

  #isStopped(process: number): boolean {
    return this.#replicas.some(one => one.process === process && one.isStopped);
  }

  #letSomethingArrive(): void {
    const ready = this.#turns.waiting.filter(
      // What a stopped process has sent arrives; it does not hear the answer
      one => !one.isAnswer || !this.#isStopped(one.replica),
    );
    this.#chances.one(ready)?.go();
  }

  #work(replica: Replica): void {
    if (replica.isStopped || replica.isWorking) return;
    replica.isWorking = true;
    const { worker } = replica;
    void worker.work().then(() => {
      replica.isWorking = false;
      this.#turns.noteActivity();
    });
  }

  #pass(ms: number): void {
    this.#now += ms;
    for (const turn of this.#turns.waiting)
      if (this.#now - turn.since > STEP_MS && !this.#isStopped(turn.replica))
        turn.giveUp();
  }

  /** Argo CD applies what is in Git. */
  #sync(): void {
    this.#applied = this.host.main.length - 1;
    for (const service of services) {
      const version = this.host.text('main', fileOf(service)) ?? '1.0.0';
      this.#running.set(service, version);
      this.#ran.add(`${refOf(service)} ${version}`);
    }
  }

  #disturb(replica: Replica): void {
    this.wasDisturbed = true;
    if (replica.isStopped) {
      replica.isStopped = false;
      this.#say(`replica ${replica.index} goes on`);
    } else if (this.#chances.isTrue(0.5)) {
      replica.isStopped = true;
      this.#say(`replica ${replica.index} is stopped`);
    } else {
      // What it waits for never comes, and what it had begun is left
      this.#turns.die(replica.process);
      this.#startReplica(replica.index);
      this.#say(`replica ${replica.index} is killed`);
    }
  }

  #useThePortal({ promotions, index, isStopped }: Replica): void {
    if (isStopped) return;
    const chances = this.#chances;
    const service = chances.one(services)!;
    const person = chances.one(people)!;
    const by = { ref: `user:default/${person}`, name: person };
    const say = (what: string) => this.#say(`${person} ${what} at ${index}`);
    const act = async (): Promise<void> => {
      const [underWay] = await this.store.records.underWay(refOf(service));
      const chance = chances.next();
      if (!underWay || chance < 0.4) {
        const version = chances.one(versions)!;
        say(`requests ${service} ${version}`);
        await promotions.request({
          planning: {
            query: { service: refOf(service) },
            name: service,
            from: 'staging',
            to: 'production',
            version,
            isPermitted: true,
          } as unknown as Planning,
          requester: by,
          reason: 'It is time',
        });
      } else if (chance < 0.6) {
        say(`withdraws ${service}`);
        await promotions.withdraw(underWay, by);
      } else if (chance < 0.95) {
        say(`merges ${service}`);
        await promotions.merge(underWay, by, {} as Planning);
      } else {
        say(`stops following ${service}`);
        await promotions.stopFollowing(underWay, by);
      }
    };
    act().catch(error => this.#say(`refused: ${error.message}`));
  }

  #useTheHost(): void {
    const { pulls } = this.host;
    const pull = this.#chances.one(pulls.slice(-4));
    if (!pull) return;
    const { number } = pull;
    const person = this.#chances.one(people)!;
    const chance = this.#chances.next();
    const doing =
      chance < 0.4
        ? 'merges'
        : chance < 0.6
        ? 'closes'
        : chance < 0.8
        ? 'reopens'
        : chance < 0.95
        ? 'retargets'
        : 'pushes to';
    this.#say(`${person} ${doing} #${number} (${pull.state}) on the host`);
    if (doing === 'merges') this.host.merge(number, person);
    else if (doing === 'closes') this.host.close(number, person);
    else if (doing === 'reopens') this.host.reopen(number);
    else if (doing === 'retargets')
      this.host.retarget(number, pull.base === 'main' ? 'next' : 'main');
    else this.host.push(number);
  }

  async #plan(planning: Planning): Promise<Planned> {
    const { version } = planning as Planning & { version: string };
    const service = planning.name;
    const previous = this.host.text('main', fileOf(service)) ?? '1.0.0';
    const name = imageOf(service);
    const target: PromotionTarget = {
      instance: 'eu',
      namespace: 'argocd',
      name: service,
      repositoryUrl: REPOSITORY,
      base: 'main',
      versions: [{ name, to: version, inSpec: false }],
    };
    const [underWay] = await this.store.records.underWay(refOf(service));
    return {
      id: version,
      kind: 'promotion',
      version,
      previous,
      versions: [{ name, from: previous, to: version }],
      source: { title: 'Staging' },
      target: { title: 'Production' },
      targets: [target],
      edits: [],
      changes: [
        {
          repositoryUrl: REPOSITORY,
          repository: 'platform/gitops',
          branch: 'main',
          base: this.host.branches.get('main')!.head,
          files: new Map([
            [fileOf(service), { before: previous, after: version }],
          ]),
        },
      ],
      gates: [],
      settings: settings({ labels: ['release'], reviewers: ['ben'] }),
      underWay,
    } as unknown as Planned;
  }

  /** The truth, of which `succeeded` is to be no more than is true. */
  #targets(): Pick<TargetReader, 'read'> {
    return {
      read: async (target, mergeCommit) => {
        const running = this.#running.get(target.name)!;
        const at = this.host.main.indexOf(mergeCommit);
        const isCompared = at >= 0 && at <= this.#applied;
        return {
          target,
          deployment: deployment({
            name: target.name,
            running,
            images: [`${imageOf(target.name)}:${running}`],
          }),
          diagnosis: diagnosis(),
          isCompared,
          isOperated: isCompared,
        };
      },
    };
  }

  #heard({ promotion }: PromotionRecord): void {
    const { id, state, service, version } = promotion;
    this.#say(`announced: ${service} ${version} ${state}`);
    const key = `${service} ${version} ${id} ${state}`;
    const times = (this.#announced.get(key) ?? 0) + 1;
    this.#announced.set(key, times);
    if (state === 'succeeded' && !this.#ran.has(`${service} ${version}`))
      this.violations.push(`${service} ${version} succeeded and never ran`);
    if (hasEnded(state) && times > 1 && !this.wasDisturbed)
      this.violations.push(`${key} was announced ${times} times`);
  }
}
