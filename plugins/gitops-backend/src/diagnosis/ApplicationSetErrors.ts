import { isDeepStrictEqual } from 'node:util';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { Application, applicationKey } from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import { slices } from '../argocd/slices';
import type { Clock } from '../inventory/Clock';
import type { ApplicationSetError, Diagnosis } from '../inventory/Diagnosis';
import type { Inventory } from '../inventory/Inventory';
import { ListedSets, setSummaryOf } from './setSummary';

/** By then, diagnoses have shown whether any Application is generated. */
const FIRST_MS = 15_000;
/** An error of a set lasts until somebody mends it. */
const EVERY_MS = 3 * 60_000;
/** An account without the right sees no set, mostly without an error. */
const UNSEEN_MS = 60 * 60_000;

interface ApplicationSetErrorsOptions {
  instance: string;
  client: Pick<ArgoCdClient, 'applicationSets'>;
  inventory: Inventory;
  clock: Clock;
  logger: Pick<LoggerService, 'debug'>;
  random?: () => number;
}

/**
 * Knows which ApplicationSets of one instance report an error, from one list every three minutes:
 * their Applications may look well meanwhile. Nothing is listed where no Application is generated.
 */
export class ApplicationSetErrors {
  readonly #options: ApplicationSetErrorsOptions;
  /** By `namespace/name` of the set */
  #errors: ReadonlyMap<string, ApplicationSetError> = new Map();
  #listed: ListedSets = { sets: [] };

  constructor(options: ApplicationSetErrorsOptions) {
    this.#options = options;
  }

  /** As the last list gave them. */
  get listed(): ListedSets {
    return this.#listed;
  }

  /** The diagnosis with what its ApplicationSet reports. */
  addedTo(
    diagnosis: Diagnosis,
    { namespace }: Pick<Application, 'namespace'>,
  ): Diagnosis {
    const { applicationSet } = diagnosis;
    if (!applicationSet) return diagnosis;
    const applicationSetError = this.#errors.get(
      `${namespace}/${applicationSet}`,
    );
    return { ...diagnosis, applicationSetError };
  }

  /** Runs until aborted. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, random = Math.random } = this.#options;
    let waitMs = FIRST_MS;
    while (!signal.aborted) {
      await clock.sleep(waitMs * (0.9 + random() / 5), signal);
      if (signal.aborted) return;
      waitMs = this.#isAnyGenerated() ? await this.#list(signal) : EVERY_MS;
    }
  }

  /** @returns after how many milliseconds to list again */
  async #list(signal: AbortSignal): Promise<number> {
    const { client, clock, instance, logger } = this.#options;
    try {
      const sets = (await client.applicationSets(signal)).map(setSummaryOf);
      this.#listed = { sets, readAt: clock.now() };
      this.#errors = new Map(
        sets.flatMap(({ namespace, name, error }) =>
          error ? [[`${namespace}/${name}`, error]] : [],
        ),
      );
      await this.#update(signal);
      return sets.length > 0 ? EVERY_MS : UNSEEN_MS;
    } catch (error) {
      if (signal.aborted) return EVERY_MS;
      logger.debug(
        `Argo CD ${instance}: ApplicationSets could not be listed: ${error}`,
      );
      if (error instanceof ArgoCdError)
        this.#listed = { ...this.#listed, problem: error.problem };
      const isRefused =
        error instanceof ArgoCdError && error.kind === 'forbidden';
      if (!isRefused) return EVERY_MS;
      this.#errors = new Map();
      await this.#update(signal);
      return UNSEEN_MS;
    }
  }

  #isAnyGenerated(): boolean {
    const { inventory, instance } = this.#options;
    return inventory
      .find('instance', instance)
      .some(({ diagnosis }) => diagnosis?.applicationSet);
  }

  async #update(signal: AbortSignal): Promise<void> {
    const { inventory, instance } = this.#options;
    // Listeners judge each that changes
    for await (const some of slices(inventory.find('instance', instance))) {
      if (signal.aborted) return;
      for (const { application } of some) {
        const entry = inventory.get(applicationKey(application));
        if (!entry?.diagnosis) continue;
        const { applicationSetError: known } = entry.diagnosis;
        const diagnosis = this.addedTo(entry.diagnosis, entry.application);
        if (!isDeepStrictEqual(diagnosis.applicationSetError, known))
          inventory.diagnosed(entry, diagnosis);
      }
    }
  }
}
