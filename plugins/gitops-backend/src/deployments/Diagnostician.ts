import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  Application,
  applicationKey,
  fingerprint,
} from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import type { Clock } from '../inventory/Clock';
import type { Change, Inventory } from '../inventory/Inventory';
import { diagnose } from './diagnose';
import type { Diagnosis } from './Diagnosis';
import { isPlainlyWell } from './versions';

/** Diagnoses under way at once for one instance, each of two to five requests. */
const CONCURRENCY = 4;
/** An Application that changes all the time is diagnosed no more often than this. */
const MIN_INTERVAL_MS = 1_000;
const RETRY_AFTER_MS = 15_000;
/** A part that stays unreadable is tried less and less often: after its cache is lost, Argo CD answers 500 for up to an hour, and refreshes the Application each time. */
const MAX_COMPLETE_AFTER_MS = 10 * 60_000;
/** Diagnoses of other observations than the present one are worth nothing; of so many Applications that are not well at once, the last are not held. */
const MAX_QUEUED = 5_000;

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
}

/** Diagnoses the Applications of one instance that are not plainly well: in the background, once per change, a few at a time, those being looked at first. */
export class Diagnostician {
  readonly #options: DiagnosticianOptions;
  readonly #known = new Map<
    string,
    { observation: string; diagnosis: Diagnosis }
  >();
  readonly #queue = new Set<string>();
  readonly #watched = new Set<string>();
  readonly #startedAt = new Map<string, number>();
  readonly #running = new Set<string>();
  /** Could not be asked for; will be again */
  readonly #resting = new Set<string>();
  /** How often in a row a part could not be read */
  readonly #incomplete = new Map<string, number>();
  #signal?: AbortSignal;
  #underWay = 0;

  constructor(options: DiagnosticianOptions) {
    this.#options = options;
  }

  /** Works until aborted. */
  start(signal: AbortSignal): void {
    this.#signal = signal;
    const unsubscribe = this.#options.inventory.onChange(changes =>
      this.#take(changes),
    );
    signal.addEventListener('abort', unsubscribe, { once: true });
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
    if (isPlainlyWell(application) || this.#running.has(key)) return;
    if (this.of(application) || this.#resting.has(key)) return;
    this.#queue.delete(key);
    this.#watched.add(key);
    this.#work();
  }

  #take(changes: readonly Change[]): void {
    for (const { previous, current } of changes) {
      if ((current ?? previous)?.instance !== this.#options.instance) continue;
      if (current && !isPlainlyWell(current)) this.#enqueue(current);
      else this.#forget(applicationKey(current ?? previous!));
    }
    this.#work();
  }

  #enqueue(application: Application): void {
    const key = applicationKey(application);
    if (this.#options.isWatched(application)) this.#watched.add(key);
    else if (!this.#watched.has(key) && this.#queue.size < MAX_QUEUED)
      this.#queue.add(key);
  }

  #forget(key: string): void {
    this.#known.delete(key);
    this.#queue.delete(key);
    this.#watched.delete(key);
    this.#startedAt.delete(key);
    this.#incomplete.delete(key);
  }

  #work(): void {
    while (
      this.#underWay < CONCURRENCY &&
      this.#signal &&
      !this.#signal.aborted
    ) {
      const key = this.#next();
      if (key === undefined) return;
      this.#underWay += 1;
      this.#running.add(key);
      this.#run(key, this.#signal)
        .catch(error =>
          this.#options.logger.warn(
            `Argo CD ${
              this.#options.instance
            }: diagnosing ${key} failed: ${error}`,
          ),
        )
        .finally(() => {
          this.#underWay -= 1;
          this.#running.delete(key);
          this.#work();
        });
    }
  }

  #next(): string | undefined {
    for (const queue of [this.#watched, this.#queue]) {
      const [key] = queue;
      if (key !== undefined) {
        queue.delete(key);
        return key;
      }
    }
    return undefined;
  }

  async #run(key: string, signal: AbortSignal): Promise<void> {
    const { clock, client, inventory, onDiagnosed, logger, instance } =
      this.#options;
    const restMs =
      (this.#startedAt.get(key) ?? -Infinity) + MIN_INTERVAL_MS - clock.now();
    if (restMs > 0) await clock.sleep(restMs, signal);
    const application = inventory.get(key);
    if (!application || isPlainlyWell(application)) return;
    const known = this.of(application);
    if (known && !known.isIncomplete) return;
    this.#startedAt.set(key, clock.now());
    try {
      const diagnosis = await diagnose(client, application, signal);
      // What was read is of the present; it is of this observation only if nothing was heard meanwhile
      if (inventory.get(key) !== application) return;
      this.#known.set(key, {
        observation: fingerprint(application),
        diagnosis,
      });
      if (diagnosis.isIncomplete) this.#completeLater(key, signal);
      else this.#incomplete.delete(key);
      onDiagnosed(application);
    } catch (error) {
      if (signal.aborted) return;
      logger.debug(
        `Argo CD ${instance}: ${key} could not be diagnosed: ${
          error instanceof Error ? error.message : error
        }`,
      );
      this.#retry(key, RETRY_AFTER_MS, signal);
    }
  }

  #completeLater(key: string, signal: AbortSignal): void {
    const times = this.#incomplete.get(key) ?? 0;
    this.#incomplete.set(key, times + 1);
    const waitMs = RETRY_AFTER_MS * 2 ** times;
    this.#retry(key, Math.min(waitMs, MAX_COMPLETE_AFTER_MS), signal);
  }

  #retry(key: string, waitMs: number, signal: AbortSignal): void {
    const { clock, inventory } = this.#options;
    this.#resting.add(key);
    clock.sleep(waitMs, signal).then(() => {
      this.#resting.delete(key);
      const present = inventory.get(key);
      if (present && !signal.aborted && !isPlainlyWell(present))
        this.#enqueue(present);
      this.#work();
    });
  }
}
