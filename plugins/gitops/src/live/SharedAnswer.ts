import { SignalApi } from '@backstage/plugin-signals-react';
import { GitopsApi } from 'backstage-plugin-gitops-common';
import { Live, LiveResource } from './LiveResource';
import { SignalListener } from './SignalListener';

/** Something that is asked of the backend, and how its answer is kept up to date. */
export interface Question<T> {
  /** Parts of a page that ask under the same key share one answer */
  key: string;
  /** Channels whose signals say that there is another answer */
  channels?: readonly string[];
  load(api: GitopsApi, signal: AbortSignal): Promise<T>;
  /** Answers with the same text are the same; JSON of all of it where it isn't given */
  textOf?(data: T): string;
  /** Time from one answer to the next look, in milliseconds; null: it is asked once */
  pollMs: number | null;
}

/**
 * Of answers whose changes are signalled. Signals can be lost while the connection is made or
 * broken, so that they only make the page fast.
 */
export const safetyPollMs = 60_000;
/** While no signals arrive, what they would tell is looked for this often */
const pollWithoutSignalsMs = 10_000;
/** After an action whose result comes later */
const followed = { pollMs: 3_000, forMs: 60_000 };

/** The answer to one question, read and kept up to date while there are readers. */
export class SharedAnswer {
  #live: Live<unknown> = { status: 'loading' };
  readonly #readers = new Set<() => void>();
  readonly #resource: LiveResource<unknown>;
  readonly #listener: SignalListener | undefined;
  #followedUntil = 0;

  constructor(
    { channels = [], pollMs, load, textOf }: Question<unknown>,
    { api, signals }: { api: GitopsApi; signals: SignalApi | undefined },
  ) {
    this.#resource = new LiveResource<unknown>({
      load: signal => load(api, signal),
      textOf,
      onChange: live => {
        if (isOther(this.#live, live)) this.#followedUntil = 0;
        this.#live = live;
        for (const tell of [...this.#readers]) tell();
      },
      pollMs: () => {
        if (Date.now() < this.#followedUntil) return followed.pollMs;
        return pollMs === null ||
          channels.length === 0 ||
          this.#listener?.isHeard
          ? pollMs
          : Math.min(pollMs, pollWithoutSignalsMs);
      },
    });
    if (signals && channels.length > 0)
      this.#listener = new SignalListener({
        signals,
        channels,
        onDue: () => this.#resource.refresh(),
      });
  }

  get live(): Live<unknown> {
    return this.#live;
  }

  get isRead(): boolean {
    return this.#readers.size > 0;
  }

  refresh(): void {
    this.#resource.refresh();
  }

  /**
   * Reads now, and every few seconds until there is another answer or a minute has passed: for what
   * was asked for and is not done yet.
   */
  follow(): void {
    this.#followedUntil = Date.now() + followed.forMs;
    this.#resource.refresh();
  }

  add(reader: () => void): void {
    this.#readers.add(reader);
    if (this.#readers.size > 1) return;
    this.#resource.start();
    this.#listener?.start();
  }

  remove(reader: () => void): void {
    this.#readers.delete(reader);
    if (this.isRead) return;
    this.#resource.stop();
    this.#listener?.stop();
  }
}

function isOther(before: Live<unknown>, after: Live<unknown>): boolean {
  return (
    before.status === 'data' &&
    after.status === 'data' &&
    before.data !== after.data
  );
}
