import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '../inventory/Clock';

/** What is recorded changes with deployments, and the fleet shows it in hours and days. */
const READ_EVERY_MS = 60_000;

/** What an Application runs, as far as it was recorded. */
export interface LastingRun {
  /** Its key */
  readonly application: string;
  readonly version: string;
  readonly since: string;
}

export interface FleetHistoryOptions {
  /** All that have not ended, some hundreds at a time */
  lastingRuns(): AsyncIterable<readonly LastingRun[]>;
  clock: Pick<Clock, 'now'>;
  logger: Pick<LoggerService, 'warn'>;
}

/** Since when Applications run what they run. Nobody waits for it. */
export class FleetHistory {
  readonly #options: FleetHistoryOptions;
  readonly #onChange: (applications: string[]) => void;
  #runs: ReadonlyMap<string, LastingRun> = new Map();
  #readAt = -Infinity;

  /** @param onChange - told of which Applications something else is recorded */
  constructor(
    options: FleetHistoryOptions,
    onChange: (applications: string[]) => void,
  ) {
    this.#options = options;
    this.#onChange = onChange;
  }

  of(application: string): LastingRun | undefined {
    return this.#runs.get(application);
  }

  /** Reads what is recorded where that is long ago. */
  refresh(): void {
    const { clock, logger } = this.#options;
    if (clock.now() - this.#readAt < READ_EVERY_MS) return;
    this.#readAt = clock.now();
    this.#read().catch(error =>
      logger.warn(`Times in the fleet may be missing: ${error}`),
    );
  }

  async #read(): Promise<void> {
    const runs = new Map<string, LastingRun>();
    for await (const some of this.#options.lastingRuns())
      for (const run of some) runs.set(run.application, run);
    const before = this.#runs;
    this.#runs = runs;
    const keys = new Set([...before.keys(), ...runs.keys()]);
    const changed = [...keys].filter(
      key =>
        before.get(key)?.version !== runs.get(key)?.version ||
        before.get(key)?.since !== runs.get(key)?.since,
    );
    if (changed.length > 0) this.#onChange(changed);
  }
}
