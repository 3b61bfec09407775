import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  GitHostError,
  GitRepository,
  withDeadline,
} from 'backstage-plugin-gitops-node';
import pLimit from 'p-limit';
import { Backoff } from '../../inventory/Backoff';
import type { Clock } from '../../inventory/Clock';
import type { Records } from '../store/Records';
import type { Work } from '../store/Work';
import { messageOf } from './afterFailure';

/** How soon a merge is seen where no webhook tells. */
const LOOK_MS = 10_000;
/** How soon the branch of a host that fails is asked for again. */
const MAX_LOOK_MS = 5 * 60_000;
/** Hosts have time limits of their own, well below. */
const REQUEST_MS = 45_000;
/** Branches that are asked for at once. */
const CONCURRENCY = 8;

export interface BaseWatchOptions {
  store: {
    records: Pick<Records, 'openBases'>;
    work: Pick<Work, 'hastenPullRequests'>;
  };
  repositoryOf(url: string): GitRepository;
  clock: Clock;
  logger: LoggerService;
  /** A branch has moved, and its pull requests are due */
  onMove(): void;
}

/** What is known of one branch. */
interface Seen {
  head?: string;
  /** When it is asked for again, in milliseconds since the epoch */
  notBefore: number;
  backoff: Backoff;
}

/** Watches the branches that open pull requests go to. A merge moves them: one request for each shows the merges of all its pull requests. */
export class BaseWatch {
  readonly #options: BaseWatchOptions;
  #seen: ReadonlyMap<string, Seen> = new Map();

  constructor(options: BaseWatchOptions) {
    this.#options = options;
  }

  /** Watches until aborted. */
  async watch(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#options;
    while (!signal.aborted) {
      await clock.sleep(LOOK_MS, signal);
      if (signal.aborted) return;
      try {
        await this.look(signal);
      } catch (error) {
        if (!signal.aborted)
          logger.warn(`Merges could not be looked for: ${messageOf(error)}`);
      }
    }
  }

  /** Asks for each branch once, but for those whose host failed or wants to be left alone. */
  async look(signal: AbortSignal): Promise<void> {
    const bases = await this.#options.store.records.openBases();
    const limit = pLimit(CONCURRENCY);
    const looks = bases.map(async base => {
      const key = `${base.repositoryUrl} ${base.base}`;
      const seen = this.#seen.get(key) ?? {
        notBefore: 0,
        backoff: new Backoff({ initialMs: 2 * LOOK_MS, maxMs: MAX_LOOK_MS }),
      };
      return [
        key,
        await limit(() => this.#lookAt(base, seen, signal)),
      ] as const;
    });
    this.#seen = new Map(await Promise.all(looks));
  }

  async #lookAt(
    { repositoryUrl, base }: { repositoryUrl: string; base: string },
    seen: Seen,
    signal: AbortSignal,
  ): Promise<Seen> {
    const { clock, store, logger, repositoryOf, onMove } = this.#options;
    if (clock.now() < seen.notBefore) return seen;
    let head: string | undefined;
    const deadline = withDeadline(signal, REQUEST_MS);
    try {
      head = await repositoryOf(repositoryUrl).head(base, {
        signal: deadline.signal,
      });
    } catch (error) {
      signal.throwIfAborted();
      logger.debug(`Merges into ${base} are not seen: ${messageOf(error)}`);
      const told = error instanceof GitHostError && error.retryAfterMs;
      const waitMs = told || seen.backoff.nextMs();
      return { ...seen, notBefore: clock.now() + waitMs };
    } finally {
      deadline.end();
    }
    seen.backoff.reset();
    if (head === undefined || head === seen.head) return seen;
    await store.work.hastenPullRequests({
      repositoryUrls: [repositoryUrl],
      base,
    });
    onMove();
    return { ...seen, head };
  }
}
