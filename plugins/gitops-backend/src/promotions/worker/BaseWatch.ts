import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  GitHostError,
  GitRepository,
  withDeadline,
} from 'backstage-plugin-gitops-node';
import pLimit from 'p-limit';
import { Backoff } from '../../inventory/Backoff';
import type { Clock } from '../../inventory/Clock';
import type { Watched } from '../store/Watched';
import { hostOf } from '../store/rows';
import type { Work } from '../store/Work';
import { messageOf } from './afterFailure';

/** How soon a merge is seen where no webhook tells. */
const LOOK_MS = 10_000;
/** How soon the branch of a host that fails is asked for again. */
const MAX_LOOK_MS = 5 * 60_000;
/** Hosts have time limits of their own, well below. */
const REQUEST_MS = 45_000;
/** Branches of one host that are asked for at once. */
const CONCURRENCY = 4;

export interface BaseWatchOptions {
  store: {
    watched: Pick<Watched, 'bases'>;
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

interface Base {
  repositoryUrl: string;
  base: string;
}

/**
 * Watches the branches that open pull requests go to. A merge moves them: one request for each
 * shows the merges of all its pull requests. Hosts are asked independently of each other, so that
 * one that hangs keeps no other waiting.
 */
export class BaseWatch {
  readonly #options: BaseWatchOptions;
  readonly #seen = new Map<string, Seen>();
  /** Hosts that have not answered all that they were asked last */
  readonly #busy = new Set<string>();

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
        await this.#look(signal);
      } catch (error) {
        if (!signal.aborted)
          logger.warn(`Merges could not be looked for: ${messageOf(error)}`);
      }
    }
  }

  /** Begins to ask every host that has answered what it was asked before. */
  async #look(signal: AbortSignal): Promise<void> {
    const bases = await this.#options.store.watched.bases();
    const keys = new Set(bases.map(keyOf));
    for (const key of this.#seen.keys())
      if (!keys.has(key)) this.#seen.delete(key);
    const byHost = new Map<string, Base[]>();
    for (const base of bases) {
      const host = hostOf(base.repositoryUrl);
      byHost.set(host, [...(byHost.get(host) ?? []), base]);
    }
    for (const [host, ofHost] of byHost)
      if (!this.#busy.has(host)) void this.#askHost(host, ofHost, signal);
  }

  /** Asks one host for each of the branches once. */
  async #askHost(
    host: string,
    bases: readonly Base[],
    signal: AbortSignal,
  ): Promise<void> {
    this.#busy.add(host);
    const limit = pLimit(CONCURRENCY);
    try {
      await Promise.all(
        bases.map(base => limit(() => this.#lookAt(base, signal))),
      );
    } catch (error) {
      if (!signal.aborted)
        this.#options.logger.warn(
          `Merges at ${host} could not be looked for: ${messageOf(error)}`,
        );
    } finally {
      this.#busy.delete(host);
    }
  }

  /** Asks for one branch, unless its host failed or wants to be left alone. */
  async #lookAt(of: Base, signal: AbortSignal): Promise<void> {
    const { clock, store, logger, repositoryOf, onMove } = this.#options;
    const { repositoryUrl, base } = of;
    const key = keyOf(of);
    const seen = this.#seen.get(key) ?? {
      notBefore: 0,
      backoff: new Backoff({ initialMs: 2 * LOOK_MS, maxMs: MAX_LOOK_MS }),
    };
    this.#seen.set(key, seen);
    if (clock.now() < seen.notBefore) return;
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
      seen.notBefore = clock.now() + (told || seen.backoff.nextMs());
      return;
    } finally {
      deadline.end();
    }
    seen.backoff.reset();
    if (head === undefined || head === seen.head) return;
    await store.work.hastenPullRequests({
      repositoryUrls: [repositoryUrl],
      base,
    });
    seen.head = head;
    onMove();
  }
}

function keyOf({ repositoryUrl, base }: Base): string {
  return `${repositoryUrl} ${base}`;
}
