import { Application, applicationKey, isWell } from '../argocd/Application';
import type { Entry } from '../inventory/Entry';
import type { Change } from '../inventory/Inventory';
import { isMoving } from './requeueAfter';
import { Reconciler, ReconcilerOptions } from './Reconciler';
import { WorkQueue } from './WorkQueue';

/** Diagnoses under way at once for one instance, each of some requests. */
const CONCURRENCY = 4;
/** An Application that changes all the time is diagnosed no more often than this. */
const MIN_INTERVAL_MS = 1_000;
/** What is new never waits for what is read again. */
const priorities = { watched: 0, unwell: 1, well: 2, again: 3 };

export interface DiagnosticianOptions extends ReconcilerOptions {
  /**
   * Whether the instance's first list is still being read: until it is whole, diagnoses would only
   * delay it, and nobody knows which come first. Call `resume` when that has changed.
   */
  isListing(): boolean;
}

/**
 * Diagnoses every Application of one instance in the background: once after each change, a few at a
 * time, and again and again while it is moving. An instance that fails is left alone as a whole.
 */
export class Diagnostician {
  readonly #options: DiagnosticianOptions;
  readonly #queue: WorkQueue;
  readonly #reconciler: Reconciler;
  readonly #startedAt = new Map<string, number>();
  #signal?: AbortSignal;
  #isPausing = false;

  constructor(options: DiagnosticianOptions) {
    this.#options = options;
    this.#reconciler = new Reconciler(options);
    this.#queue = new WorkQueue({
      clock: options.clock,
      priorities: Object.keys(priorities).length,
      limit: () => this.#limit(),
      work: key => this.#work(key),
    });
  }

  /** How many Applications wait for their turn. */
  get queued(): number {
    return this.#queue.size;
  }

  /** Since when the one that waits longest has waited; undefined where none waits. */
  get queuedSince(): number | undefined {
    return this.#queue.oldestSince;
  }

  /** Works until aborted. */
  start(signal: AbortSignal): void {
    this.#signal = signal;
    const unsubscribe = this.#options.inventory.onChange(changes =>
      changes.forEach(change => this.#take(change)),
    );
    const stop = () => {
      unsubscribe();
      this.#queue.end();
    };
    signal.addEventListener('abort', stop, { once: true });
  }

  /** The first list may have been read. */
  resume(): void {
    this.#queue.wake();
  }

  /**
   * Somebody begins to look: what is not known yet comes first, and what is moving is read again.
   */
  watch({ application, diagnosis }: Entry): void {
    const key = applicationKey(application);
    // Looking does not hurry what could not be read
    if (!isCompared(application) || this.#reconciler.hasFailed(key)) return;
    if (!diagnosis || isMoving(application, diagnosis))
      this.#queue.add(key, priorities.watched);
  }

  /** Whether a diagnosis is missing that should be read within seconds. */
  willRead({ application, diagnosis }: Entry): boolean {
    return (
      !diagnosis &&
      isCompared(application) &&
      !this.#reconciler.hasFailed(applicationKey(application)) &&
      this.#reconciler.breaker.pauseMs === 0
    );
  }

  #take({ previous, current }: Change): void {
    const { application } = (current ?? previous)!;
    if (application.instance !== this.#options.instance) return;
    const key = applicationKey(application);
    if (!current) {
      this.#queue.forget(key);
      this.#startedAt.delete(key);
      this.#reconciler.forget(key);
      return;
    }
    if (application === previous?.application) return;
    const { diagnosis } = current;
    if (diagnosis && !isMoving(application, diagnosis)) return;
    this.#reconciler.forget(key);
    if (isCompared(application))
      this.#queue.add(key, this.#priorityOf(application));
    else this.#queue.forget(key);
  }

  #priorityOf(application: Application): number {
    if (this.#options.isWatched(application)) return priorities.watched;
    return isWell(application) ? priorities.well : priorities.unwell;
  }

  #limit(): number {
    const { pauseMs, isTrying } = this.#reconciler.breaker;
    if (!this.#signal || this.#options.isListing()) return 0;
    if (pauseMs > 0) {
      this.#pause(pauseMs, this.#signal);
      return 0;
    }
    return isTrying ? 1 : CONCURRENCY;
  }

  #pause(ms: number, signal: AbortSignal): void {
    if (this.#isPausing) return;
    this.#isPausing = true;
    this.#options.clock.sleep(ms, signal).then(() => {
      this.#isPausing = false;
      this.#queue.wake();
    });
  }

  async #work(key: string): Promise<void> {
    const { inventory, clock, isWatched } = this.#options;
    const entry = inventory.get(key);
    if (!entry || !this.#signal) return;
    const { application } = entry;
    const startedAt = this.#startedAt.get(key) ?? -Infinity;
    const restMs = startedAt + MIN_INTERVAL_MS - clock.now();
    if (restMs > 0) {
      this.#queue.addAfter(key, restMs, this.#priorityOf(application));
      return;
    }
    this.#startedAt.set(key, clock.now());
    const againMs = await this.#reconciler.reconcile(entry, this.#signal);
    // What has changed meanwhile is queued already
    if (
      againMs === undefined ||
      inventory.get(key)?.application !== application
    )
      return;
    const priority = isWatched(application)
      ? priorities.watched
      : priorities.again;
    this.#queue.addAfter(key, againMs, priority);
  }
}

/** Before a controller has compared it, there is nothing to read. */
function isCompared(application: Application): boolean {
  const { sync, health, operationPhase } = application;
  return (
    sync !== undefined || health !== undefined || operationPhase !== undefined
  );
}
