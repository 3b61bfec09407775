import type { LoggerService } from '@backstage/backend-plugin-api';
import type { InstanceProblemKind } from 'backstage-plugin-gitops-common';
import { Application, applicationKey, isWell } from '../argocd/Application';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { Clock } from '../inventory/Clock';
import type { Diagnosis } from '../inventory/Diagnosis';
import type { Entry } from '../inventory/Entry';
import type { Change, Inventory } from '../inventory/Inventory';
import { CircuitBreaker } from './CircuitBreaker';
import { diagnose, DiagnosisClient } from './diagnose';
import { OtherMoment } from './OtherMoment';
import {
  afterIncomplete,
  afterOtherMoment,
  requeueAfter,
} from './requeueAfter';
import { WorkQueue } from './WorkQueue';

/** Diagnoses under way at once for one instance, each of some requests. */
const CONCURRENCY = 4;
/** An Application that changes all the time is diagnosed no more often than this. */
const MIN_INTERVAL_MS = 1_000;
const RETRY_AFTER_MS = 15_000;
/**
 * An instance that answers for Applications but not for their parts may still show people most of
 * it.
 */
const MAX_PAUSE_FOR_PARTS_MS = 5_000;
/** What is new never waits for what is read again. */
const priorities = { watched: 0, unwell: 1, well: 2, again: 3 };

export interface DiagnosticianOptions {
  instance: string;
  client: DiagnosisClient;
  inventory: Inventory;
  clock: Clock;
  logger: LoggerService;
  /** Adds to a diagnosis what is read for many Applications at once */
  complete?(diagnosis: Diagnosis, application: Application): Diagnosis;
  isWatched(application: Application): boolean;
  /**
   * Whether the instance's first list is still being read: until it is whole, diagnoses would only
   * delay it, and nobody knows which come first. Call `resume` when that has changed.
   */
  isListing(): boolean;
  onDiagnosis?(durationMs: number, answer: 'ok' | InstanceProblemKind): void;
  random?: () => number;
}

/**
 * Diagnoses every Application of one instance in the background: once after each change, a few at a
 * time, and again and again while it is moving. An instance that fails is left alone as a whole.
 */
export class Diagnostician {
  readonly #options: DiagnosticianOptions;
  readonly #queue: WorkQueue;
  readonly #breaker: CircuitBreaker;
  readonly #startedAt = new Map<string, number>();
  /** How often in a row the present Application could not be read whole, or not of its moment */
  readonly #failures = new Map<string, number>();
  #signal?: AbortSignal;
  #isPausing = false;

  constructor(options: DiagnosticianOptions) {
    this.#options = options;
    this.#breaker = new CircuitBreaker(options);
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
    if (!isCompared(application) || this.#failures.has(key)) return;
    if (!diagnosis || !isWell(application))
      this.#queue.add(key, priorities.watched);
  }

  /** Whether a diagnosis is missing that should be read within seconds. */
  willRead({ application, diagnosis }: Entry): boolean {
    return (
      !diagnosis &&
      isCompared(application) &&
      !this.#failures.has(applicationKey(application)) &&
      this.#breaker.pauseMs === 0
    );
  }

  #take({ previous, current }: Change): void {
    const { application } = (current ?? previous)!;
    if (application.instance !== this.#options.instance) return;
    const key = applicationKey(application);
    if (!current) {
      this.#queue.forget(key);
      this.#startedAt.delete(key);
      this.#failures.delete(key);
      return;
    }
    if (application === previous?.application || current.diagnosis) return;
    this.#failures.delete(key);
    if (isCompared(application))
      this.#queue.add(key, this.#priorityOf(application));
    else this.#queue.forget(key);
  }

  #priorityOf(application: Application): number {
    if (this.#options.isWatched(application)) return priorities.watched;
    return isWell(application) ? priorities.well : priorities.unwell;
  }

  #limit(): number {
    const { pauseMs, isTrying } = this.#breaker;
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
    const againMs = await this.#reconcile(entry, this.#signal);
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

  /** Answers after how many milliseconds to look again. Never throws. */
  async #reconcile(
    entry: Entry,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { client, inventory, clock, isWatched, onDiagnosis } = this.#options;
    const { random = Math.random, complete } = this.#options;
    const { application } = entry;
    const key = applicationKey(application);
    const startedAt = clock.now();
    const finished = (answer: 'ok' | InstanceProblemKind) =>
      onDiagnosis?.(clock.now() - startedAt, answer);
    try {
      const diagnosis = await diagnose(client, application, signal, startedAt);
      const { problem } = diagnosis;
      finished(problem?.kind ?? 'ok');
      if (problem?.concernsInstance)
        this.#breaker.failed(problem, { atMostMs: MAX_PAUSE_FOR_PARTS_MS });
      else this.#breaker.succeeded();
      const completed = complete?.(diagnosis, application) ?? diagnosis;
      if (!inventory.diagnosed(entry, completed)) return undefined;
      if (problem) return afterIncomplete(this.#failed(key));
      this.#failures.delete(key);
      return requeueAfter(application, {
        isWatched: isWatched(application),
        random,
      });
    } catch (error) {
      if (signal.aborted) return undefined;
      const isOtherMoment = error instanceof OtherMoment;
      if (isOtherMoment) this.#breaker.succeeded();
      else finished(this.#report(key, error));
      if (inventory.get(key)?.application !== application) return undefined;
      const times = this.#failed(key);
      return isOtherMoment ? afterOtherMoment(times) : RETRY_AFTER_MS;
    }
  }

  /** @returns how often in a row before */
  #failed(key: string): number {
    const times = this.#failures.get(key) ?? 0;
    this.#failures.set(key, times + 1);
    return times;
  }

  #report(key: string, error: unknown): InstanceProblemKind {
    const { logger, instance } = this.#options;
    const sentence = `Argo CD ${instance}: ${key} could not be diagnosed: ${
      error instanceof Error ? error.message : error
    }`;
    if (!(error instanceof ArgoCdError)) {
      logger.warn(sentence);
      return 'nonsense';
    }
    logger.debug(sentence);
    if (error.concernsInstance) this.#breaker.failed(error);
    return error.kind;
  }
}

/** Before a controller has compared it, there is nothing to read. */
function isCompared(application: Application): boolean {
  const { sync, health, operationPhase } = application;
  return (
    sync !== undefined || health !== undefined || operationPhase !== undefined
  );
}
