import type { Clock } from './Clock';

/** A list that leaves something in doubt is followed by another after this time. */
const CONFIRM_AFTER_MS = 5_000;

export interface RelistOptions {
  clock: Clock;
  /** Time between lists; jittered by a tenth */
  everyMs: number;
  random?: () => number;
  /** Ends it, with a list that is under way */
  signal: AbortSignal;
  list(): Promise<void>;
  /** While the last list left something in doubt; aborted once that is settled without another list */
  doubt(): AbortSignal | undefined;
}

/**
 * Lists beside a stream: once the stream is known to be subscribed, soon while the last list leaves something in doubt, and every few minutes. `done` rejects with what a list threw.
 */
export function relist(options: RelistOptions): {
  subscribed(): void;
  done: Promise<void>;
} {
  const { clock, everyMs, random = Math.random, signal, list } = options;
  const firstWait = new AbortController();
  const done = (async () => {
    let wake: AbortSignal | undefined = firstWait.signal;
    while (!signal.aborted) {
      const doubt = options.doubt();
      const early = doubt ?? wake;
      await clock.sleep(
        doubt ? CONFIRM_AFTER_MS : everyMs * (0.9 + random() / 5),
        early ? AbortSignal.any([signal, early]) : signal,
      );
      if (signal.aborted) return;
      if (doubt?.aborted) continue;
      if (wake?.aborted) wake = undefined;
      await list().catch(error => {
        if (!signal.aborted) throw error;
      });
    }
  })();
  return { subscribed: () => firstWait.abort(), done };
}
