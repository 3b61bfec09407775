import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { StreamEvent } from '../argocd/events';
import { Backoff } from './Backoff';
import type { Clock } from './Clock';
import { Intake, Malformed } from './Intake';
import {
  connecting,
  failed,
  InstanceState,
  isSameProblem,
  observed,
} from './InstanceState';
import type { Inventory } from './Inventory';
import { MaskedClient } from './MaskedClient';
import { relist } from './relist';

/** A stream that lived this long shows that the connection is stable. */
const STABLE_AFTER_MS = 60_000;
/**
 * After a stream that sent something ended, what is held counts as current no longer than this
 * without another list.
 */
const MAX_UNHEARD_MS = 5_000;
/** Lists that somebody asks for come no sooner after another one. */
const LIST_SOON_MS = 30_000;

export interface ReflectorOptions {
  instance: string;
  client: Pick<ArgoCdClient, 'list' | 'stream'>;
  inventory: Inventory;
  clock: Clock;
  logger: LoggerService;
  /** Time between complete lists while the stream is up; jittered by a tenth */
  relistEveryMs: number;
  random?: () => number;
  onList?(durationMs: number): void;
  onEvents?(count: number): void;
  onState?(state: InstanceState): void;
}

/**
 * Keeps one instance's part of the inventory true. The list is the truth; the stream, which loses
 * events silently, makes it fast. Lists once, then streams from there, lists again once the stream
 * has shown that it is subscribed (what changed in between would be lost), every few minutes, and
 * after each reconnect.
 */
export class Reflector {
  readonly #options: ReflectorOptions;
  readonly #client: MaskedClient;
  readonly #intake: Intake;
  readonly #backoff: Backoff;
  #state: InstanceState;
  #relists?: ReturnType<typeof relist>;

  constructor(options: ReflectorOptions) {
    this.#options = options;
    this.#client = new MaskedClient(options);
    this.#intake = new Intake(options);
    this.#backoff = new Backoff({ random: options.random });
    this.#state = connecting(options.clock.now());
  }

  get state(): InstanceState {
    return this.#state;
  }

  /** Lists as soon as it may: what is held has turned out to be out of date. */
  listSoon(): void {
    const { lastList = 0 } = this.#state;
    if (this.#options.clock.now() - lastList >= LIST_SOON_MS)
      this.#relists?.soon();
  }

  /** Runs until aborted. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, logger, instance } = this.#options;
    while (!signal.aborted) {
      let waitMs;
      try {
        const resourceVersion = await this.#list(signal);
        const { ended, wasHeard } = await this.#stream(resourceVersion, signal);
        // Argo CD sends nothing at all, not even headers, before something changes
        const isQuiet = !wasHeard && ended?.problem.code === 'streamSilent';
        if (isQuiet) this.#backoff.reset();
        // No reason to call anything stale: the next list will show it
        else if (ended && !signal.aborted)
          logger.info(`Argo CD ${instance}: ${ended.message}. Listing again`);
        waitMs = this.#waitAfter(ended);
        if (wasHeard) waitMs = Math.min(waitMs, MAX_UNHEARD_MS);
      } catch (error) {
        if (signal.aborted) return;
        const failure = asArgoCdError(error);
        const state = failed(this.#state, clock.now(), failure);
        if (!isSameProblem(state, this.#state))
          logger.warn(`Argo CD ${instance}: ${failure.message}`);
        this.#intake.listFailed();
        this.#setState(state);
        waitMs = this.#waitAfter(failure);
      }
      await clock.sleep(waitMs, signal);
    }
  }

  async #list(signal: AbortSignal): Promise<string> {
    const { clock, onList } = this.#options;
    const startedAt = clock.now();
    this.#intake.listRequested();
    const read = (item: unknown) => this.#intake.read(item);
    const list = await this.#client.list(read, signal);
    const malformed = await this.#intake.list(list, signal);
    const at = clock.now();
    if (malformed) this.#assess(at, malformed);
    onList?.(at - startedAt);
    return String(this.#intake.resourceVersion ?? list.resourceVersion);
  }

  /**
   * Answers why the stream ended, where the server didn't simply end it, and whether it ever sent
   * anything.
   *
   * @throws what a list beside it threw
   */
  async #stream(
    resourceVersion: string,
    signal: AbortSignal,
  ): Promise<{ ended?: ArgoCdError; wasHeard: boolean }> {
    const { clock, relistEveryMs: everyMs, random } = this.#options;
    const ending = new AbortController();
    const end = () => ending.abort();
    signal.addEventListener('abort', end, { once: true });
    const relists = relist({
      clock,
      everyMs,
      random,
      signal: ending.signal,
      list: async () => {
        await this.#list(ending.signal);
      },
      isConfirmed: () => this.#isConfirmed(),
    });
    this.#relists = relists;
    // A list that fails ends the stream too: the state says why, and both start over
    relists.done.catch(end);
    const startedAt = clock.now();
    let wasHeard = false;
    try {
      for await (const events of this.#client.stream({
        resourceVersion,
        signal: ending.signal,
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
      end();
      signal.removeEventListener('abort', end);
      await relists.done;
    }
  }

  #apply(events: readonly StreamEvent[]): void {
    const now = this.#options.clock.now();
    const { lastList = now, malformed } = this.#state;
    this.#setState({ ...this.#state, lastEvent: now });
    this.#options.onEvents?.(events.length);
    const { count, problem } = this.#intake.events(events);
    this.#assess(lastList, { count: malformed + count, problem });
  }

  /** After a list, or an event that may settle what a list left unconfirmed. */
  #assess(lastList: number, { count, problem }: Malformed): void {
    const { inventory, instance, logger } = this.#options;
    if (count > 0 && this.#state.malformed === 0)
      logger.warn(
        `Argo CD ${instance}: what could not be read as an Application is left out: ${problem}`,
      );
    this.#setState(
      observed(
        this.#state,
        { at: lastList, malformed: count },
        {
          held: inventory.count('instance', instance),
          missing: inventory.count('missing', instance),
          isEmptyConfirmed: this.#intake.isEmptyConfirmed,
        },
      ),
    );
  }

  /** Whether lists agree with what is held. */
  #isConfirmed(): boolean {
    const { inventory, instance } = this.#options;
    return (
      this.#state.status === 'connected' &&
      !this.#intake.isBehind &&
      inventory.count('missing', instance) === 0
    );
  }

  #waitAfter(error: ArgoCdError | undefined): number {
    const waitMs = this.#backoff.nextMs();
    // A token that is not accepted now will hardly be in the next second
    const isRefused =
      error?.kind === 'unauthorized' || error?.kind === 'forbidden';
    return Math.max(isRefused ? 2 * waitMs : waitMs, error?.retryAfterMs ?? 0);
  }

  #setState(state: InstanceState): void {
    const { logger, instance, onState } = this.#options;
    const isNews =
      state.status !== this.#state.status || !isSameProblem(state, this.#state);
    if (isNews && state.status === 'connected')
      logger.info(`Argo CD ${instance}: connected`);
    this.#state = state;
    if (isNews) onState?.(state);
  }
}

function asArgoCdError(error: unknown): ArgoCdError {
  if (error instanceof ArgoCdError) return error;
  return new ArgoCdError({ code: 'unforeseen', params: {} }, { cause: error });
}
