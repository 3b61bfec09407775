import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  Application,
  applicationKey,
  fingerprint,
} from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { Clock } from '../inventory/Clock';
import type { Change, Inventory } from '../inventory/Inventory';
import { CircuitBreaker } from './CircuitBreaker';
import { diagnose } from './diagnose';
import type { Diagnosis } from '../inventory/Diagnosis';
import { KeyedTimers } from './KeyedTimers';
import { isPlainlyWell, isWell } from '../judgement/versions';

/** Diagnoses under way at once for one instance, each of two to five requests. */
const CONCURRENCY = 4;
/** An Application that changes all the time is diagnosed no more often than this. */
const MIN_INTERVAL_MS = 1_000;
const RETRY_AFTER_MS = 15_000;
/** A part that stays unreadable is tried less and less often: after its cache is lost, Argo CD answers 500 for up to an hour, and refreshes the Application each time. */
const MAX_COMPLETE_AFTER_MS = 10 * 60_000;
/** An instance that answers for Applications but not for their parts may still tell those who look the most of it. */
const MAX_PAUSE_FOR_PARTS_MS = 5_000;

export interface DiagnosticianOptions {
  instance: string;
  client: Pick<
    ArgoCdClient,
    'get' | 'resourceTree' | 'managedResources' | 'events' | 'applicationSet'
  >;
  inventory: Inventory;
  clock: Clock;
  logger: LoggerService;
  /** Whether someone looks at it: those come first */
  isWatched(application: Application): boolean;
  onDiagnosed(application: Application): void;
  random?: () => number;
}

/**
 * Diagnoses the Applications of one instance that are not plainly well: in the background, once per change, a few at a time, those being looked at first and those last
 * that are well but don't tell which of their images is the version. An instance that fails is asked by one of them at a time, less and less often.
 */
export class Diagnostician {
  readonly #options: DiagnosticianOptions;
  readonly #known = new Map<
    string,
    { observation: string; diagnosis: Diagnosis }
  >();
  readonly #watched = new Set<string>();
  readonly #unwell = new Set<string>();
  readonly #well = new Set<string>();
  /** In the order of their turn */
  readonly #queues = [this.#watched, this.#unwell, this.#well];
  readonly #startedAt = new Map<string, number>();
  readonly #running = new Set<string>();
  /** Not to be asked for before its timer has ended */
  readonly #resting: KeyedTimers;
  /** How often in a row a part could not be read */
  readonly #incomplete = new Map<string, number>();
  readonly #breaker: CircuitBreaker;
  #isPausing = false;
  #signal?: AbortSignal;

  constructor(options: DiagnosticianOptions) {
    this.#options = options;
    this.#resting = new KeyedTimers(options);
    this.#breaker = new CircuitBreaker(options);
  }

  /** Works until aborted. */
  start(signal: AbortSignal): void {
    this.#signal = signal;
    const unsubscribe = this.#options.inventory.onChange(changes =>
      this.#take(changes),
    );
    const stop = () => {
      unsubscribe();
      this.#resting.clearAll();
    };
    signal.addEventListener('abort', stop, { once: true });
  }

  /** What was found of exactly this observation. */
  of(application: Application): Diagnosis | undefined {
    const known = this.#known.get(applicationKey(application));
    return known && known.observation === fingerprint(application)
      ? known.diagnosis
      : undefined;
  }

  /** Diagnoses an Application that someone looks at before others, where that is still to be done. */
  prefer(application: Application): void {
    const key = applicationKey(application);
    if (!isWorthIt(application) || this.#running.has(key)) return;
    if (this.#isDiagnosed(application) || this.#resting.has(key)) return;
    this.#queue(key, this.#watched);
    this.#work();
  }

  #isDiagnosed(application: Application): boolean {
    const known = this.of(application);
    return known !== undefined && !known.problem;
  }

  #take(changes: readonly Change[]): void {
    for (const { previous, current } of changes) {
      if ((current ?? previous)?.instance !== this.#options.instance) continue;
      const key = applicationKey(current ?? previous!);
      this.#resting.clear(key);
      if (current && isWorthIt(current)) this.#enqueue(current);
      else this.#forget(key);
    }
    this.#work();
  }

  #enqueue(application: Application): void {
    const key = applicationKey(application);
    if (this.#watched.has(key) || this.#options.isWatched(application))
      this.#queue(key, this.#watched);
    else this.#queue(key, isWell(application) ? this.#well : this.#unwell);
  }

  /** Keeps its place where it is in that queue already. */
  #queue(key: string, queue: Set<string>): void {
    for (const other of this.#queues) if (other !== queue) other.delete(key);
    queue.add(key);
  }

  #forget(key: string): void {
    this.#known.delete(key);
    this.#queues.forEach(queue => queue.delete(key));
    this.#startedAt.delete(key);
    this.#incomplete.delete(key);
  }

  #work(): void {
    while (this.#signal && !this.#signal.aborted && this.#hasRoom()) {
      const key = this.#next();
      if (key === undefined) return;
      const restMs = this.#msUntilNextOf(key);
      if (restMs > 0) this.#rest(key, restMs);
      else this.#begin(key, this.#signal);
    }
  }

  #hasRoom(): boolean {
    const { pauseMs, isTrying } = this.#breaker;
    if (pauseMs > 0) this.#pause(pauseMs);
    return pauseMs === 0 && this.#running.size < (isTrying ? 1 : CONCURRENCY);
  }

  #pause(ms: number): void {
    if (this.#isPausing || !this.#signal) return;
    this.#isPausing = true;
    this.#options.clock.sleep(ms, this.#signal).then(() => {
      this.#isPausing = false;
      this.#work();
    });
  }

  /** An Application that is being diagnosed keeps its place until that has ended. */
  #next(): string | undefined {
    for (const queue of this.#queues) {
      for (const key of queue) {
        if (this.#running.has(key)) continue;
        queue.delete(key);
        return key;
      }
    }
    return undefined;
  }

  #msUntilNextOf(key: string): number {
    const startedAt = this.#startedAt.get(key) ?? -Infinity;
    return startedAt + MIN_INTERVAL_MS - this.#options.clock.now();
  }

  #begin(key: string, signal: AbortSignal): void {
    const { inventory, logger, instance } = this.#options;
    const application = inventory.get(key);
    if (!application || !isWorthIt(application)) return;
    if (this.#isDiagnosed(application)) return;
    this.#startedAt.set(key, this.#options.clock.now());
    this.#running.add(key);
    this.#run(key, application, signal)
      .catch(error =>
        logger.warn(`Argo CD ${instance}: diagnosing ${key} failed: ${error}`),
      )
      .finally(() => {
        this.#running.delete(key);
        this.#work();
      });
  }

  async #run(
    key: string,
    application: Application,
    signal: AbortSignal,
  ): Promise<void> {
    const { client, inventory, onDiagnosed, logger, instance } = this.#options;
    try {
      const diagnosis = await diagnose(client, application, signal);
      this.#learn(diagnosis.problem);
      // What was read is of the present; it is of this observation only if nothing was heard meanwhile
      if (inventory.get(key) !== application) return;
      this.#known.set(key, {
        observation: fingerprint(application),
        diagnosis,
      });
      if (diagnosis.problem) this.#completeLater(key);
      else this.#incomplete.delete(key);
      onDiagnosed(application);
    } catch (error) {
      if (signal.aborted) return;
      logger.debug(
        `Argo CD ${instance}: ${key} could not be diagnosed: ${
          error instanceof Error ? error.message : error
        }`,
      );
      // That one Application is gone is no failure of the instance
      if (error instanceof ArgoCdError && error.problem !== 'notFound')
        this.#breaker.failed(error);
      if (inventory.get(key) === application) this.#rest(key, RETRY_AFTER_MS);
    }
  }

  #learn(problem: ArgoCdError | undefined): void {
    if (problem)
      this.#breaker.failed(problem, { atMostMs: MAX_PAUSE_FOR_PARTS_MS });
    else this.#breaker.succeeded();
  }

  #completeLater(key: string): void {
    const times = this.#incomplete.get(key) ?? 0;
    this.#incomplete.set(key, times + 1);
    this.#rest(
      key,
      Math.min(RETRY_AFTER_MS * 2 ** times, MAX_COMPLETE_AFTER_MS),
    );
  }

  /** Has it wait, whatever else happens but a change. */
  #rest(key: string, ms: number): void {
    this.#resting.set(key, ms, () => {
      const present = this.#options.inventory.get(key);
      if (present && isWorthIt(present)) this.#enqueue(present);
      this.#work();
    });
  }
}

/** Of what no controller has looked at yet, nothing can be read but that. */
function isWorthIt(application: Application): boolean {
  const { sync, health, operationPhase } = application;
  const isSeen =
    sync !== undefined || health !== undefined || operationPhase !== undefined;
  return isSeen && !isPlainlyWell(application);
}
