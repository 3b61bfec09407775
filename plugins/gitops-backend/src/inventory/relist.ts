import type { Clock } from './Clock';

/** A list that leaves something unconfirmed is followed by another after this time. */
const CONFIRM_AFTER_MS = 5_000;
/**
 * So many lists confirm what is missing. Further ones wait ever longer: list and stream contradict
 * each other.
 */
const CONFIRMING_LISTS = 3;

export interface RelistOptions {
  clock: Clock;
  /** Time between lists; jittered by a tenth */
  everyMs: number;
  random?: () => number;
  /** Ends it, with a list that is under way */
  signal: AbortSignal;
  list(): Promise<void>;
  /** Whether lists agree with what is held */
  isConfirmed(): boolean;
}

/**
 * Lists beside a stream: once the stream is known to be subscribed, soon while something is
 * unconfirmed or somebody asks for it, and every few minutes. `done` rejects with what a list threw.
 */
export function relist(options: RelistOptions): {
  subscribed(): void;
  soon(): void;
  done: Promise<void>;
} {
  const { clock, everyMs, random = Math.random, signal, list } = options;
  let wait = new AbortController();
  let isSubscribed = false;
  const soon = () => wait.abort();
  signal.addEventListener('abort', soon, { once: true });
  const done = (async () => {
    let repeats = 0;
    while (!signal.aborted) {
      const isConfirming = !options.isConfirmed();
      repeats = isConfirming ? repeats + 1 : 0;
      const confirmMs =
        CONFIRM_AFTER_MS * 2 ** Math.max(0, repeats - CONFIRMING_LISTS);
      const regularMs = everyMs * (0.9 + random() / 5);
      await clock.sleep(
        isConfirming ? Math.min(confirmMs, regularMs) : regularMs,
        wait.signal,
      );
      if (signal.aborted) return;
      if (wait.signal.aborted) wait = new AbortController();
      // The stream has settled it meanwhile
      else if (isConfirming && options.isConfirmed()) continue;
      await list().catch(error => {
        if (!signal.aborted) throw error;
      });
    }
  })();
  const subscribed = () => {
    if (!isSubscribed) soon();
    isSubscribed = true;
  };
  return { subscribed, soon, done };
}
