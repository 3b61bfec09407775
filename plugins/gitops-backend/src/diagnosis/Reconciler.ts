import type { LoggerService } from '@backstage/backend-plugin-api';
import type { InstanceProblemKind } from 'backstage-plugin-gitops-common';
import { Application, applicationKey } from '../argocd/Application';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { Clock } from '../inventory/Clock';
import type { Diagnosis } from '../inventory/Diagnosis';
import type { Entry } from '../inventory/Entry';
import type { Inventory } from '../inventory/Inventory';
import { CircuitBreaker } from './CircuitBreaker';
import { diagnose, DiagnosisClient } from './diagnose';
import { OtherMoment } from './OtherMoment';
import {
  afterIncomplete,
  afterOtherMoment,
  isMoving,
  requeueAfter,
} from './requeueAfter';

const RETRY_AFTER_MS = 15_000;
/**
 * Replicas of argocd-server lag for seconds, and each reads an Application from Kubernetes. So many
 * answers of another moment in a row show that an event was lost.
 */
const DOUBTED_AFTER = 4;
/** What is moving may be very different after this time. */
const OUTDATED_AFTER_MS = 2 * 60_000;
/**
 * An instance that answers for Applications but not for their parts may still show people most of
 * it.
 */
const MAX_PAUSE_FOR_PARTS_MS = 5_000;

export interface ReconcilerOptions {
  instance: string;
  client: DiagnosisClient;
  inventory: Inventory;
  clock: Clock;
  logger: LoggerService;
  /** Adds to a diagnosis what is read for many Applications at once */
  complete?(diagnosis: Diagnosis, application: Application): Diagnosis;
  isWatched(application: Application): boolean;
  /** Told that what is listed seems to be out of date */
  onDoubt?(): void;
  onDiagnosis?(durationMs: number, answer: 'ok' | InstanceProblemKind): void;
  random?: () => number;
}

/**
 * Reads one Application's diagnosis, puts it into the inventory, and says when to read it again.
 * Knows what could not be read, and whether to leave the instance alone for a while.
 */
export class Reconciler {
  readonly breaker: CircuitBreaker;
  readonly #options: ReconcilerOptions;
  /** How often in a row the present Application could not be read whole, or not of its moment */
  readonly #failures = new Map<string, number>();

  constructor(options: ReconcilerOptions) {
    this.#options = options;
    this.breaker = new CircuitBreaker(options);
  }

  /** Whether the present Application could not be read as it should have been. */
  hasFailed(key: string): boolean {
    return this.#failures.has(key);
  }

  /** The Application has changed: what failed before says nothing of it. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** Answers after how many milliseconds to look again. Never throws. */
  async reconcile(
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
      const before = entry.diagnosis ?? entry.earlier;
      const diagnosis = await diagnose(
        client,
        application,
        signal,
        startedAt,
        before,
      );
      const { problem } = diagnosis;
      finished(problem?.kind ?? 'ok');
      if (problem?.concernsInstance)
        this.breaker.failed(problem, { atMostMs: MAX_PAUSE_FOR_PARTS_MS });
      else this.breaker.succeeded();
      const completed = complete?.(diagnosis, application) ?? diagnosis;
      if (!inventory.diagnosed(entry, completed)) return undefined;
      if (problem) return afterIncomplete(this.#failed(key));
      this.#failures.delete(key);
      return requeueAfter(application, completed, {
        isWatched: isWatched(application),
        random,
      });
    } catch (error) {
      if (signal.aborted) return undefined;
      const isOtherMoment = error instanceof OtherMoment;
      if (isOtherMoment) this.breaker.succeeded();
      else finished(this.#report(key, error));
      // While an instance fails, one Application is tried for all of them
      this.#forgetOutdated(
        this.breaker.isTrying
          ? inventory.find('instance', application.instance)
          : [inventory.get(key) ?? entry],
      );
      if (inventory.get(key)?.application !== application) return undefined;
      const times = this.#failed(key);
      if (isOtherMoment && times + 1 >= DOUBTED_AFTER)
        this.#options.onDoubt?.();
      return isOtherMoment ? afterOtherMoment(times) : RETRY_AFTER_MS;
    }
  }

  /** Reading may fail for long while lists show no change. */
  #forgetOutdated(entries: readonly Entry[]): void {
    const { inventory, clock } = this.#options;
    const before = clock.now() - OUTDATED_AFTER_MS;
    const outdated = entries.filter(
      ({ application, diagnosis }) =>
        diagnosis &&
        diagnosis.readAt < before &&
        isMoving(application, diagnosis),
    );
    inventory.outdated(
      outdated.map(({ application }) => applicationKey(application)),
    );
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
    if (error.concernsInstance) this.breaker.failed(error);
    return error.kind;
  }
}
