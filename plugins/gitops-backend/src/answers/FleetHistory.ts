import type { LoggerService } from '@backstage/backend-plugin-api';
import { slices } from '../argocd/slices';
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

/** A version that an Application ran once, as far as it was recorded. */
export interface EndedRun {
  readonly application: string;
  /** Whose version it was, as the label said then */
  readonly service: string;
  readonly environment: string;
  readonly version: string;
}

/** All that was recorded, by the keys of Applications. */
interface Recorded {
  readonly runs: ReadonlyMap<string, LastingRun>;
  readonly ended: ReadonlyMap<string, readonly EndedRun[]>;
}

export interface FleetHistoryOptions {
  /** All that have not ended, some hundreds at a time */
  lastingRuns(): AsyncIterable<readonly LastingRun[]>;
  /** Of versions that these Applications run, those that ended in a later environment */
  endedRuns(
    applications: readonly string[],
    environments: readonly string[],
  ): Promise<readonly EndedRun[]>;
  /** Names of all environments, in the order of promotion */
  environments(): readonly string[];
  clock: Pick<Clock, 'now'>;
  logger: Pick<LoggerService, 'warn'>;
}

/** Since when Applications run what they run. Nobody waits for it. */
export class FleetHistory {
  readonly #options: FleetHistoryOptions;
  readonly #onChange: (applications: string[]) => void;
  #recorded: Recorded = { runs: new Map(), ended: new Map() };
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
    return this.#recorded.runs.get(application);
  }

  /**
   * Versions that an Application ran before, for the service and in the environment that it has now,
   * of those that run in an earlier environment.
   */
  ranBefore(
    application: string,
    now: { service: string | undefined; environment: string },
  ): string[] {
    const ended = this.#recorded.ended.get(application) ?? [];
    return ended
      .filter(
        run =>
          run.service === now.service && run.environment === now.environment,
      )
      .map(({ version }) => version)
      .sort();
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
    const { lastingRuns, endedRuns } = this.#options;
    const environments = this.#options.environments();
    const runs = new Map<string, LastingRun>();
    const ended = new Map<string, EndedRun[]>();
    for await (const some of lastingRuns()) {
      for (const run of some) runs.set(run.application, run);
      if (some.length === 0) continue;
      const keys = some.map(({ application }) => application);
      for (const run of await endedRuns(keys, environments))
        ended.set(run.application, [
          ...(ended.get(run.application) ?? []),
          run,
        ]);
    }
    const before = this.#recorded;
    const after = { runs, ended };
    this.#recorded = after;
    const keys = [before, after].flatMap(one => [
      ...one.runs.keys(),
      ...one.ended.keys(),
    ]);
    const changed: string[] = [];
    for await (const some of slices(new Set(keys)))
      changed.push(
        ...some.filter(key => textOf(key, before) !== textOf(key, after)),
      );
    if (changed.length > 0) this.#onChange(changed);
  }
}

/** All that is recorded of an Application; undefined where nothing is. */
function textOf(application: string, recorded: Recorded): string | undefined {
  const run = recorded.runs.get(application);
  const ended = recorded.ended.get(application);
  return run || ended
    ? JSON.stringify([run?.version, run?.since, ended])
    : undefined;
}
