import type { LoggerService } from '@backstage/backend-plugin-api';
import { Application, applicationKey } from '../argocd/Application';
import { ApplicationReader } from '../argocd/applicationSchema';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { StreamEvent } from '../argocd/events';
import { Absences } from './Absences';
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
import { MaskedClient } from './MaskedClient';
import { relist } from './relist';

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
  /** Told of Applications that are in doubt now, or no longer, while the state of the instance may be the same */
  onDoubts?(applications: readonly Application[]): void;
}

/**
 * Keeps one instance's part of the inventory true. The list is the truth; the stream, which loses events silently, makes it fast. Lists once, then streams
 * from there, lists again once the stream has shown that it is subscribed (what changed in between would be lost), every few minutes, and after each reconnect.
 */
export class Reflector {
  readonly #options: ReflectorOptions;
  readonly #client: MaskedClient;
  readonly #reader: ApplicationReader;
  readonly #backoff: Backoff;
  #state: InstanceState;
  readonly #absences: Absences;
  /** While the last list left something in doubt; aborted once the stream has settled it */
  #doubt?: AbortController;
  /** Keys heard of while a list is under way: the list may be older */
  #heard?: Set<string>;

  constructor(options: ReflectorOptions) {
    this.#options = options;
    this.#client = new MaskedClient(options);
    this.#reader = new ApplicationReader({ instance: options.instance });
    this.#backoff = new Backoff({ random: options.random });
    this.#absences = new Absences({ trustedForMs: options.relistEveryMs });
    this.#state = connecting(options.clock.now());
  }

  get state(): InstanceState {
    return this.#state;
  }

  /** Since when what is held of the Application is not current; absent while it is. */
  staleSinceOf(application: Application): number | undefined {
    return (
      this.#state.staleSince ??
      this.#absences.since(applicationKey(application))
    );
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
        this.#absences.startOver();
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
      const list = await this.#client.list(signal);
      const { applications, malformed } = this.#readItems(list.items);
      const untouched = this.#takeAbsences(applications, malformed);
      inventory.replace(instance, applications, untouched);
      this.#options.onList?.(clock.now() - startedAt, applications.length);
      return list.resourceVersion;
    } finally {
      this.#heard = undefined;
      this.#reader.forgetShared();
    }
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

  /** Answers which Applications the list must not touch. */
  #takeAbsences(applications: readonly Application[], malformed: number) {
    const { clock, inventory, instance } = this.#options;
    const heard = this.#heard ?? new Set();
    const now = clock.now();
    const held = inventory.ofInstance(instance).map(applicationKey);
    const present = new Set([...applications.map(applicationKey), ...heard]);
    const { kept, changed } = this.#absences.take(held, present, now);
    const count = held.length - kept.size;
    const { areDoubtful, areMost } = this.#absences;
    this.#doubt = areDoubtful ? new AbortController() : undefined;
    this.#setState(
      areMost
        ? doubted(this.#state, now, { count, held: held.length, malformed })
        : listed(this.#state, now, malformed),
    );
    this.#tellDoubts(changed);
    return new Set([...heard, ...kept]);
  }

  #tellDoubts(keys: readonly string[]): void {
    const { inventory, onDoubts } = this.#options;
    const applications = keys.flatMap(key => inventory.get(key) ?? []);
    if (applications.length > 0) onDoubts?.(applications);
  }

  /** Answers why the stream ended, where the server didn't simply end it, and whether it ever told anything. @throws what a list meanwhile threw */
  async #stream(
    resourceVersion: string,
    signal: AbortSignal,
  ): Promise<{ ended?: ArgoCdError; wasHeard: boolean }> {
    const { clock, relistEveryMs: everyMs, random } = this.#options;
    const ending = new AbortController();
    const streamSignal = AbortSignal.any([signal, ending.signal]);
    const relists = relist({
      clock,
      everyMs,
      random,
      signal: streamSignal,
      list: async () => {
        await this.#list(streamSignal);
      },
      doubt: () => this.#doubt?.signal,
    });
    // A list that fails ends the stream too: the state says why, and both start over
    relists.done.catch(() => ending.abort());
    const startedAt = clock.now();
    let wasHeard = false;
    try {
      for await (const events of this.#client.stream({
        resourceVersion,
        signal: streamSignal,
      })) {
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
      await relists.done;
    }
  }

  #apply(events: StreamEvent[]): void {
    const { clock, inventory } = this.#options;
    const now = clock.now();
    this.#setState({ ...this.#state, lastEvent: now });
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
    const settled = changes.flatMap(({ type, application }) => {
      const key = applicationKey(application);
      this.#heard?.add(key);
      const isSettled =
        type === 'DELETED'
          ? this.#absences.deleted(key)
          : this.#absences.heard(key, now);
      return isSettled ? key : [];
    });
    this.#options.onEvents?.(changes.length);
    inventory.apply(changes);
    this.#tellDoubts(settled);
    if (settled.length > 0 && !this.#absences.areDoubtful) this.#endDoubt();
  }

  #endDoubt(): void {
    const { lastList = this.#options.clock.now(), malformed } = this.#state;
    this.#setState(listed(this.#state, lastList, malformed));
    this.#doubt?.abort();
    this.#doubt = undefined;
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

function asArgoCdError(error: unknown): ArgoCdError {
  if (error instanceof ArgoCdError) return error;
  return new ArgoCdError(
    'nonsense',
    'Reading Argo CD failed for a reason not foreseen',
    { cause: error },
  );
}
