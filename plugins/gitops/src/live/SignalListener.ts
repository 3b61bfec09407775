import { SignalApi } from '@backstage/plugin-signals-react';
import { aliveChannel } from 'backstage-plugin-gitops-common';

/** Signals are broadcast: without this, every open page would read in the same instant */
const spreadMs = 500;
/** By then the subscription stands, and what changed before it did is caught up with */
const catchUpMs = 5_000;
/** The backend signals that it is alive every 20 s: two were lost */
const silenceMs = 45_000;

export interface SignalListenerOptions {
  signals: SignalApi;
  channels: readonly string[];
  /** Told that something is to be read again */
  onDue(): void;
  /** A number from 0 to 1 */
  random?: () => number;
}

/**
 * Says when something is to be read again: after each signal of the channels, once at the
 * beginning, and when signals stop or come again. A connection that is lost tells nobody, so that
 * only silence shows it.
 */
export class SignalListener {
  readonly #options: SignalListenerOptions;
  #subscriptions: { unsubscribe(): void }[] = [];
  #isHeard = true;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #catchUp: ReturnType<typeof setTimeout> | undefined;
  #due: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SignalListenerOptions) {
    this.#options = options;
  }

  /** Whether signals arrive, as far as known. */
  get isHeard(): boolean {
    return this.#isHeard;
  }

  start(): void {
    const { signals, channels, onDue } = this.#options;
    this.#hear();
    this.#catchUp = setTimeout(onDue, catchUpMs);
    this.#subscriptions = [
      signals.subscribe(aliveChannel, () => this.#hear()),
      ...channels.map(channel =>
        signals.subscribe(channel, () => {
          this.#hear();
          this.#soon();
        }),
      ),
    ];
  }

  stop(): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
    this.#subscriptions = [];
    for (const timer of [this.#silence, this.#catchUp, this.#due])
      clearTimeout(timer);
    this.#due = undefined;
  }

  #hear(): void {
    if (!this.#isHeard) this.#soon();
    this.#isHeard = true;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#isHeard = false;
      this.#soon();
    }, silenceMs);
  }

  #soon(): void {
    const { onDue, random = Math.random } = this.#options;
    this.#due ??= setTimeout(() => {
      this.#due = undefined;
      onDue();
    }, spreadMs * random());
  }
}
