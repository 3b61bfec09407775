import { SignalApi } from '@backstage/plugin-signals-react';
import { aliveChannel, SignalMessage } from 'backstage-plugin-gitops-common';

/** Signals are broadcast: without this, every open page would read in the same instant */
const spreadMs = 500;
const longestSpreadMs = 60_000;
/** After this time the subscription is established, and earlier changes are read */
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
  #due: { at: number; timer: ReturnType<typeof setTimeout> } | undefined;
  /** Time in which all open pages read again what concerns all of them */
  #spreadMs = spreadMs;

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
      signals.subscribe<SignalMessage>(aliveChannel, message => {
        this.#spreadMs = spreadOf(message);
        this.#hear();
      }),
      ...channels.map(channel =>
        signals.subscribe<SignalMessage>(channel, message => {
          this.#hear();
          this.#within(spreadOf(message));
        }),
      ),
    ];
  }

  stop(): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
    this.#subscriptions = [];
    for (const timer of [this.#silence, this.#catchUp, this.#due?.timer])
      clearTimeout(timer);
    this.#due = undefined;
  }

  #hear(): void {
    if (!this.#isHeard) this.#within(this.#spreadMs);
    this.#isHeard = true;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#isHeard = false;
      this.#within(this.#spreadMs);
    }, silenceMs);
  }

  #within(ms: number): void {
    const { onDue, random = Math.random } = this.#options;
    const waitMs = ms * random();
    const at = Date.now() + waitMs;
    if (this.#due && this.#due.at <= at) return;
    clearTimeout(this.#due?.timer);
    const timer = setTimeout(() => {
      this.#due = undefined;
      onDue();
    }, waitMs);
    this.#due = { at, timer };
  }
}

function spreadOf({ withinMs }: SignalMessage): number {
  return Math.min(withinMs ?? spreadMs, longestSpreadMs);
}
