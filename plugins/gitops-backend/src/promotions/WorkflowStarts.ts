import type { Database } from './store/Database';

const STARTS = 'gitops_workflow_starts';
/** For so long, asking for the same again may be the same click. */
const RECENT_MS = 15 * 60_000;

interface StartRow {
  key: string;
  started_at: Date | number | string;
}

/**
 * Workflows that were started lately, so that two clicks are one run, whichever replicas they
 * reach.
 */
export class WorkflowStarts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Remembers that something is started now, unless it was lately.
   *
   * @param key - of the workflow, what it is started with, and who starts it; at most 64 characters
   * @param after - a start that is over: it is no reason any more
   * @returns when it was started, in milliseconds since the epoch; undefined where it is the
   *   caller's to start it
   */
  async begin(key: string, after?: number): Promise<number | undefined> {
    const database = this.#database;
    return database.transaction(async tx => {
      const row = await tx<StartRow>(STARTS).where({ key }).forUpdate().first();
      const startedAt = row && new Date(row.started_at).getTime();
      const now = database.at() as unknown as Date;
      if (startedAt === undefined) {
        await tx<StartRow>(STARTS).insert({ key, started_at: now });
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
}
