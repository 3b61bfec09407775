import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Application } from '../argocd/Application';
import { slices } from '../argocd/slices';
import type { Clock } from '../inventory/Clock';
import type { Inventory } from '../inventory/Inventory';
import {
  Directory,
  DirectoryOptions,
  readDirectory,
} from '../ownership/Directory';

/** Names and owners change rarely. */
const DIRECTORY_MS = 60_000;
/** Minimum time between two reads of the catalog. */
const DIRECTORY_RETRY_MS = 5_000;

export interface FleetDirectoryOptions extends DirectoryOptions {
  inventory: Pick<Inventory, 'all'>;
  clock: Pick<Clock, 'now'>;
  logger: Pick<LoggerService, 'warn'>;
}

/** Keeps what the catalog says of all Applications, and reads it again when it is old. */
export class FleetDirectory {
  readonly #options: FleetDirectoryOptions;
  #held?: { readonly is: Directory; readonly readAt: number };

  constructor(options: FleetDirectoryOptions) {
    this.#options = options;
  }

  /**
   * @param needed - Applications that it should cover: if it does not, it is read again sooner
   * @returns whether it was read just now
   * @throws what the catalog throws while nothing was ever read of it
   */
  async read(
    needed: readonly Application[],
  ): Promise<{ directory: Directory; isNew: boolean }> {
    const { inventory, clock, logger } = this.#options;
    const held = this.#held;
    const now = clock.now();
    const age = held ? now - held.readAt : Infinity;
    const maxAge = held?.is.isEmpty ? DIRECTORY_RETRY_MS : DIRECTORY_MS;
    if (
      held &&
      (age < DIRECTORY_RETRY_MS ||
        (age < maxAge && (await coversAll(held.is, needed))))
    )
      return { directory: held.is, isNew: false };
    const applications = [...inventory.all()].map(one => one.application);
    try {
      const is = await readDirectory(applications, this.#options);
      this.#held = { is, readAt: now };
      return { directory: is, isNew: true };
    } catch (error) {
      if (!held) throw error;
      logger.warn(`Names and owners in the fleet may be old: ${error}`);
      const readAt = now - DIRECTORY_MS + DIRECTORY_RETRY_MS;
      this.#held = { ...held, readAt };
      return { directory: held.is, isNew: false };
    }
  }
}

async function coversAll(
  directory: Directory,
  applications: readonly Application[],
): Promise<boolean> {
  for await (const some of slices(applications))
    if (!some.every(one => directory.covers(one))) return false;
  return true;
}
