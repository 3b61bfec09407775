import type { DatabaseService } from '@backstage/backend-plugin-api';
import { Database } from './Database';
import { Records } from './Records';
import { Requests } from './Requests';
import { Watched } from './Watched';
import { Work } from './Work';

/** Promotions and their pull requests in the database. */
export interface PromotionStore {
  /** What pages read */
  readonly records: Records;
  /** What people ask for */
  readonly requests: Requests;
  /** What workers take and bring back */
  readonly work: Work;
  /** Where webhooks and the watch of branches look */
  readonly watched: Watched;
  /** For what else is kept with them */
  readonly database: Database;
}

/** @param options - `now` is the clock of SQLite, and of the times that people read */
export async function openPromotionStore(options: {
  database: DatabaseService;
  now(): number;
}): Promise<PromotionStore> {
  const database = await Database.open(options);
  return {
    records: new Records(database),
    requests: new Requests(database),
    work: new Work(database),
    watched: new Watched(database),
    database,
  };
}
