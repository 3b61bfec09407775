import type { LoggerService } from '@backstage/backend-plugin-api';
import { Backoff } from '../inventory/Backoff';
import type { Clock } from '../inventory/Clock';
import type { Change } from '../inventory/Inventory';
import { Deployment, merged } from './Deployment';
import {
  FinishedDeployments,
  FinishedDeploymentsOptions,
} from './FinishedDeployments';
import type { HistoryStore } from './HistoryStore';
import { InstanceWatch } from './InstanceWatch';
import { Sightings } from './Sightings';
import type { Sighting } from './VersionRun';
import { withinTime } from './withinTime';

const WRITE_EVERY_MS = 2_000;
const WATCH_EVERY_MS = 60_000;
const PRUNE_EVERY_MS = 60 * 60_000;
/** Rows that are written at once: the time limit is for each such part */
const SLICE = 200;
/**
 * What waits for a database that is down. A restart finds the last ten of each Application again
 */
const MAX_WAITING = 50_000;

export interface HistoryRecorderOptions
  extends Omit<FinishedDeploymentsOptions, 'now'> {
  store: HistoryStore;
  /** How long to keep what has ended */
  keepForMs: number;
  /** Instances whose changes arrive at present */
  watchedInstances(): readonly string[];
  clock: Clock;
  logger: Pick<LoggerService, 'info' | 'warn'>;
}

/**
 * Writes finished deployments and what was seen to run, in batches. What shows the present does not
 * wait for it: while the database is down, the history waits in memory.
 */
export class HistoryRecorder {
  readonly #options: HistoryRecorderOptions;
  readonly #finished: FinishedDeployments;
  readonly #sightings: Sightings;
  readonly #backoff = new Backoff({ initialMs: WRITE_EVERY_MS });
  readonly #deployments = new Map<string, Deployment>();
  readonly #seen: Sighting[] = [];
  #watch?: InstanceWatch;
  #notedAt = -Infinity;
  #prunedAt = -Infinity;
  #failedSince?: number;
  #isFull = false;

  constructor(options: HistoryRecorderOptions) {
    this.#options = options;
    const { now } = options.clock;
    this.#finished = new FinishedDeployments({ ...options, now });
    this.#sightings = new Sightings({ ...options, now });
  }

  /** Since when nothing could be written, in milliseconds since the epoch. */
  get failedSince(): number | undefined {
    return this.#failedSince;
  }

  /** Takes what has changed. Writes nothing yet. */
  take(changes: readonly Change[]): void {
    for (const change of changes) {
      for (const one of this.#finished.take(change)) this.#add(one);
      const sighting = this.#sightings.take(change);
      if (sighting && this.#hasRoom()) this.#seen.push(sighting);
    }
  }

  /** Writes until aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      const waitMs =
        this.#failedSince === undefined
          ? WRITE_EVERY_MS
          : this.#backoff.nextMs();
      await clock.sleep(waitMs, signal);
      if (!signal.aborted) await this.write(signal);
    }
  }

  /** Writes what waits, or has it wait on. Never throws. */
  async write(signal: AbortSignal): Promise<void> {
    for (const one of this.#finished.tick()) this.#add(one);
    await this.#write(signal).then(
      () => this.#succeeded(),
      error => this.#failed(error, signal),
    );
    const { clock, watchedInstances } = this.#options;
    this.#watch?.note(watchedInstances(), clock.now());
  }

  #add(deployment: Deployment): void {
    const { id } = deployment;
    const waiting = this.#deployments.get(id);
    if (!waiting && !this.#hasRoom()) return;
    this.#deployments.set(
      id,
      waiting ? merged(waiting, deployment) : deployment,
    );
  }

  #hasRoom(): boolean {
    const waiting = this.#deployments.size + this.#seen.length;
    if (waiting < MAX_WAITING) return true;
    if (!this.#isFull)
      this.#options.logger.warn(
        `${MAX_WAITING} entries of the history wait for the database: what follows is not recorded until it answers`,
      );
    this.#isFull = true;
    return false;
  }

  async #write(signal: AbortSignal): Promise<void> {
    const { watches } = this.#options.store;
    const limited = <T>(work: Promise<T>) => withinTime(work, signal);
    this.#watch ??= new InstanceWatch(
      new Map(
        [...(await limited(watches.all()))].map(([name, { until }]) => [
          name,
          until,
        ]),
      ),
    );
    await this.#writeDeployments(limited);
    await this.#writeSightings(limited, this.#watch);
    await this.#noteWatch(limited);
    await this.#prune(limited);
  }

  /** What is written no longer waits; what came meanwhile does. */
  async #writeDeployments(limited: Limited): Promise<void> {
    const { deployments } = this.#options.store;
    while (this.#deployments.size > 0) {
      const slice = [...this.#deployments.values()].slice(0, SLICE);
      await limited(deployments.save(slice));
      for (const one of slice)
        if (this.#deployments.get(one.id) === one)
          this.#deployments.delete(one.id);
    }
  }

  async #writeSightings(limited: Limited, watch: InstanceWatch): Promise<void> {
    const { store, clock } = this.#options;
    const gapOf = (instance: string) => watch.gapOf(instance, clock.now());
    while (this.#seen.length > 0) {
      const slice = this.#seen.slice(0, SLICE);
      await limited(store.versions.see(slice, gapOf));
      this.#seen.splice(0, slice.length);
    }
  }

  async #noteWatch(limited: Limited): Promise<void> {
    const { clock, store, watchedInstances } = this.#options;
    const now = clock.now();
    if (now - this.#notedAt < WATCH_EVERY_MS) return;
    await limited(store.watches.note(watchedInstances(), new Date(now)));
    this.#notedAt = now;
  }

  async #prune(limited: Limited): Promise<void> {
    const { clock, store, keepForMs } = this.#options;
    const now = clock.now();
    if (now - this.#prunedAt < PRUNE_EVERY_MS) return;
    const before = new Date(now - keepForMs);
    while (await limited(store.deployments.prune(before)));
    while (await limited(store.arrivals.prune(before)));
    while (await limited(store.versions.prune(before)));
    this.#prunedAt = now;
  }

  #succeeded(): void {
    this.#isFull = false;
    if (this.#failedSince === undefined) return;
    this.#failedSince = undefined;
    this.#backoff.reset();
    this.#options.logger.info('The history is recorded again');
  }

  #failed(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    const { clock, logger } = this.#options;
    if (this.#failedSince === undefined)
      logger.warn(
        `The history could not be recorded, which is tried again: ${error}`,
      );
    this.#failedSince ??= clock.now();
  }
}

type Limited = <T>(work: Promise<T>) => Promise<T>;
