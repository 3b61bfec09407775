import type {
  PromotionRun,
  WorkflowStart,
} from 'backstage-plugin-gitops-common';
import type { Database } from './store/Database';

const STARTS = 'gitops_workflow_starts';
/** For so long, asking for the same again may be the same click. */
const RECENT_MS = 15 * 60_000;

/** So far apart may be the clocks of the Git host and the database. */
const CLOCKS_MS = 10_000;

/** Hosts list a run within seconds of its start. */
const EXPECTED_MS = 60_000;

/** A run may wait for a runner before it asks whether its version may come. */
const JUDGED_MS = 60 * 60_000;

/** What is started. */
export interface Start {
  /** Of the workflow, what it is started with, and who starts it; at most 64 characters */
  readonly key: string;
  readonly service: string;
  readonly environment: string;
  readonly version: string;
}

/** What was started last in an environment. */
export interface Started {
  readonly version: string;
  /** In milliseconds since the epoch */
  readonly at: number;
}

interface StartRow extends Start {
  started_at: Date | number | string;
}

/**
 * Workflows that were started lately: two clicks are one run, and its page looks for the run,
 * whichever replicas they reach.
 */
export class WorkflowStarts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Remembers that something is started now, unless it was lately.
   *
   * @param after - a start that is over: it is no reason any more
   * @returns when it was started, in milliseconds since the epoch; undefined where it is the
   *   caller's to start it
   */
  async begin(start: Start, after?: number): Promise<number | undefined> {
    const database = this.#database;
    const { key, service, environment, version } = start;
    return database.transaction(async tx => {
      const row = await tx<StartRow>(STARTS).where({ key }).forUpdate().first();
      const startedAt = row && new Date(row.started_at).getTime();
      const now = database.at() as unknown as Date;
      if (startedAt === undefined) {
        await tx<StartRow>(STARTS).insert({
          ...{ key, service, environment, version },
          started_at: now,
        });
        return undefined;
      }
      const isRecent =
        startedAt > Date.parse(database.time) - RECENT_MS &&
        startedAt !== after;
      if (isRecent) return startedAt;
      await tx<StartRow>(STARTS).where({ key }).update({ started_at: now });
      return undefined;
    });
  }

  /** What could not be started may be started again at once. */
  async forget(key: string): Promise<void> {
    await this.#database.knex<StartRow>(STARTS).where({ key }).delete();
  }

  /** Whether the portal has lately started what brings a version: its gates were judged then. */
  async isJudged(of: Omit<Start, 'key'>): Promise<boolean> {
    const database = this.#database;
    const { service, environment, version } = of;
    const row = await database
      .knex<StartRow>(STARTS)
      .where({ service, environment, version })
      .where('started_at', '>', database.at(-JUDGED_MS))
      .first();
    return row !== undefined;
  }

  /** By environment: what was just started for a service, so that its run is to be expected. */
  async expectedOf(service: string): Promise<ReadonlyMap<string, Started>> {
    const database = this.#database;
    const rows = await database
      .knex<StartRow>(STARTS)
      .where({ service })
      .where('started_at', '>', database.at(-EXPECTED_MS))
      .orderBy('started_at');
    return new Map(
      rows.map(row => [
        row.environment,
        { version: row.version, at: new Date(row.started_at).getTime() },
      ]),
    );
  }
}

/** Whether a run began after a start, as far as the clocks tell. */
export function hasBegunSince(
  startedAt: number,
  run: { startedAt: string },
): boolean {
  return Date.parse(run.startedAt) >= startedAt - CLOCKS_MS;
}

/** What was started, unless the host lists its run by now. */
export function unlisted(
  started: Started | undefined,
  run: Pick<PromotionRun, 'state' | 'startedAt'> | undefined,
): WorkflowStart | null {
  if (!started) return null;
  const { version, at } = started;
  const isListed = run?.startedAt
    ? hasBegunSince(at, { startedAt: run.startedAt })
    : run?.state === 'waiting';
  return isListed ? null : { version, at: new Date(at).toISOString() };
}
