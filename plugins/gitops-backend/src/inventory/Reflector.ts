import type { LoggerService } from '@backstage/backend-plugin-api';
import { Application, applicationKey } from '../argocd/Application';
import { ApplicationReader } from '../argocd/applicationSchema';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { StreamEvent } from '../argocd/events';
import type { SpecMask } from '../argocd/mask';
import { Backoff } from './Backoff';
import type { Clock } from './Clock';
import {
  connecting,
  doubted,
  failed,
  InstanceState,
  listed,
} from './InstanceState';
import type { Inventory } from './Inventory';

/** A list that lacks more than this share of what is held is not believed at once. */
const DOUBTFUL_SHARE = 0.5;
/** Nor is it before this many lists agree. */
const CONFIRMATIONS = 3;
const CONFIRM_AFTER_MS = 5_000;
/** A stream that lived this long shows that the connection is stable. */
const STABLE_AFTER_MS = 60_000;
/** After a stream that told something ended, what is held counts as current no longer than this without another list. */
const MAX_UNHEARD_MS = 5_000;

export interface ReflectorOptions {
  instance: string;
  client: Pick<ArgoCdClient, 'list' | 'stream'>;
  inventory: Inventory;
  clock: Clock;
  logger: LoggerService;
  /** Time between complete lists while the stream is up; jittered by a tenth */
  relistEveryMs: number;
  random?: () => number;
  onList?(durationMs: number, count: number): void;
  onEvents?(count: number): void;
  onState?(state: InstanceState): void;
}

/**
 * Keeps one instance's part of the inventory true. The list is the truth; the stream, which loses events silently, makes it fast. Lists once, then streams
 * from there, lists again once the stream has shown that it is subscribed (what changed in between would be lost), every few minutes, and after each reconnect.
 */
export class Reflector {
  readonly #options: ReflectorOptions;
  readonly #reader: ApplicationReader;
  readonly #backoff: Backoff;
  #state: InstanceState;
  /** The small one, until what a server tells with it shows that it does not know it */
  #mask: SpecMask = 'parts';
  #doubts = 0;
  /** Keys heard of while a list is under way: the list may be older */
  #heard?: Set<string>;

  constructor(options: ReflectorOptions) {
    this.#options = options;
    this.#reader = new ApplicationReader({ instance: options.instance });
    this.#backoff = new Backoff({ random: options.random });
    this.#state = connecting(options.clock.now());
  }

  get state(): InstanceState {
    return this.#state;
  }

  /** Runs until aborted. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, logger, instance } = this.#options;
    while (!signal.aborted) {
      let waitMs;
      try {
        const resourceVersion = await this.#list(signal);
        const { ended, wasHeard } = await this.#stream(resourceVersion, signal);
        // No reason to call anything stale: the next list will tell
        if (ended && !signal.aborted)
          logger.info(`Argo CD ${instance}: ${ended.message}. Listing again`);
        waitMs = this.#waitAfter(ended);
        if (wasHeard) waitMs = Math.min(waitMs, MAX_UNHEARD_MS);
      } catch (error) {
        if (signal.aborted) return;
        const problem = asArgoCdError(error);
        if (this.#state.reason !== problem.message)
          logger.warn(`Argo CD ${instance}: ${problem.message}`);
        this.#setState(failed(this.#state, clock.now(), problem));
        waitMs = this.#waitAfter(problem);
      }
      await clock.sleep(waitMs, signal);
    }
  }

  async #list(signal: AbortSignal): Promise<string> {
    const { clock, inventory, instance } = this.#options;
    const startedAt = clock.now();
    this.#heard = new Set();
    try {
      const list = await this.#readList(signal);
      const { applications, malformed } = this.#readItems(list.items);
      const held = inventory.count(instance);
      if (this.#isDoubtful(applications.length, held)) {
        this.#setState(
          doubted(this.#state, clock.now(), {
            listed: applications.length,
            held,
          }),
        );
        inventory.apply(
          applications
            .filter(one => !this.#heard?.has(applicationKey(one)))
            .map(application => ({ type: 'MODIFIED', application })),
        );
      } else {
        this.#setState(listed(this.#state, clock.now(), malformed));
        inventory.replace(instance, applications, this.#heard);
      }
      this.#options.onList?.(clock.now() - startedAt, applications.length);
      return list.resourceVersion;
    } finally {
      this.#heard = undefined;
      this.#reader.forgetShared();
    }
  }

  /** The mask fits the server, which is seen by what a masked list returns: versions don't tell, and the next server may be an older one. */
  async #readList(signal: AbortSignal) {
    const { client } = this.#options;
    const list = await client.list({ mask: this.#mask, signal });
    const { items } = list;
    if (this.#mask === 'whole' || items.length === 0 || items.some(hasSpec))
      return list;
    this.#mask = 'whole';
    return client.list({ mask: this.#mask, signal });
  }

  #readItems(items: unknown[]) {
    const applications: Application[] = [];
    let firstProblem: unknown;
    for (const item of items) {
      try {
        applications.push(this.#reader.read(item));
      } catch (error) {
        firstProblem ??= error;
      }
    }
    const malformed = items.length - applications.length;
    if (malformed > 0 && malformed !== this.#state.malformed) {
      this.#options.logger.warn(
        `Argo CD ${this.#options.instance}: ${malformed} of ${
          items.length
        } listed items are no Applications as far as known: ${firstProblem}`,
      );
    }
    return { applications, malformed };
  }

  /** An Argo CD that starts up may list nothing or little; so does an account whose rights were cut. */
  #isDoubtful(count: number, held: number): boolean {
    const isSuspicious = count < held * (1 - DOUBTFUL_SHARE);
    this.#doubts = isSuspicious ? this.#doubts + 1 : 0;
    return isSuspicious && this.#doubts < CONFIRMATIONS;
  }

  /** Answers why the stream ended, where the server didn't simply end it, and whether it ever told anything. @throws what a list meanwhile threw */
  async #stream(
    resourceVersion: string,
    signal: AbortSignal,
  ): Promise<{ ended?: ArgoCdError; wasHeard: boolean }> {
    const {
      client,
      clock,
      relistEveryMs,
      random = Math.random,
    } = this.#options;
    const ending = new AbortController();
    const streamSignal = AbortSignal.any([signal, ending.signal]);
    const relists = this.#relist(streamSignal, relistEveryMs, random);
    // A list that fails ends the stream too: the state says why, and both start over
    relists.done.catch(() => ending.abort());
    const startedAt = clock.now();
    const mask = this.#mask;
    let wasHeard = false;
    try {
      for await (const events of client.stream({
        mask,
        resourceVersion,
        signal: streamSignal,
      })) {
        if (mask !== this.#mask || !this.#fits(events)) throw otherMask();
        this.#apply(events);
        wasHeard = true;
        relists.subscribed();
        if (clock.now() - startedAt > STABLE_AFTER_MS) this.#backoff.reset();
      }
      return { wasHeard };
    } catch (error) {
      return { ended: asArgoCdError(error), wasHeard };
    } finally {
      ending.abort();
      // The next server may know the small one, unless this one has just shown that it doesn't
      if (mask === this.#mask) this.#mask = 'parts';
      await relists.done;
    }
  }

  #fits(events: StreamEvent[]): boolean {
    const isTold = events.every(
      ({ type, application }) => type === 'DELETED' || hasSpec(application),
    );
    if (isTold || this.#mask === 'whole') return true;
    this.#mask = 'whole';
    return false;
  }

  /** Lists again once the stream is known to be subscribed, soon while the last list is in doubt, and every few minutes. */
  #relist(
    signal: AbortSignal,
    everyMs: number,
    random: () => number,
  ): { subscribed(): void; done: Promise<void> } {
    const { clock } = this.#options;
    const firstWait = new AbortController();
    const done = (async () => {
      let wake: AbortSignal | undefined = firstWait.signal;
      while (!signal.aborted) {
        const waitMs =
          this.#doubts > 0 ? CONFIRM_AFTER_MS : everyMs * (0.9 + random() / 5);
        await clock.sleep(
          waitMs,
          wake && this.#doubts === 0 ? AbortSignal.any([signal, wake]) : signal,
        );
        if (signal.aborted) return;
        if (wake?.aborted) wake = undefined;
        await this.#list(signal).catch(error => {
          if (!signal.aborted) throw error;
        });
      }
    })();
    return { subscribed: () => firstWait.abort(), done };
  }

  #apply(events: StreamEvent[]): void {
    const { clock, inventory } = this.#options;
    this.#setState({ ...this.#state, lastEvent: clock.now() });
    const changes = events.flatMap(({ type, application }) => {
      try {
        return { type, application: this.#reader.read(application) };
      } catch (error) {
        throw new ArgoCdError(
          'nonsense',
          'The stream of changes told of something that is no Application',
          { cause: error },
        );
      }
    });
    for (const { application } of changes)
      this.#heard?.add(applicationKey(application));
    this.#options.onEvents?.(changes.length);
    inventory.apply(changes);
  }

  #waitAfter(error: ArgoCdError | undefined): number {
    const waitMs = this.#backoff.nextMs();
    // A token that is not accepted now will hardly be in the next second
    const isRefused =
      error?.problem === 'unauthorized' || error?.problem === 'forbidden';
    return Math.max(isRefused ? 2 * waitMs : waitMs, error?.retryAfterMs ?? 0);
  }

  #setState(state: InstanceState): void {
    const isNews =
      state.status !== this.#state.status ||
      state.reason !== this.#state.reason;
    if (isNews && state.status === 'connected')
      this.#options.logger.info(`Argo CD ${this.#options.instance}: connected`);
    this.#state = state;
    if (isNews) this.#options.onState?.(state);
  }
}

/** Every Application has one: without, a server that does not know the mask has left it out. */
function hasSpec(item: unknown): boolean {
  return (
    typeof item === 'object' && item !== null && 'spec' in item && !!item.spec
  );
}

function otherMask(): ArgoCdError {
  return new ArgoCdError(
    'nonsense',
    'The server does not know the fields that it is asked for',
  );
}

function asArgoCdError(error: unknown): ArgoCdError {
  if (error instanceof ArgoCdError) return error;
  return new ArgoCdError(
    'nonsense',
    'Reading Argo CD failed for a reason not foreseen',
    { cause: error },
  );
}
