import { setTimeout } from 'node:timers/promises';

/** A clock that tests can control. */
export interface Clock {
  /** Milliseconds since the epoch */
  now(): number;
  /** Waits, or until aborted. Never throws. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  async sleep(ms, signal) {
    await setTimeout(ms, undefined, { signal, ref: false }).catch(
      () => undefined,
    );
  },
};
