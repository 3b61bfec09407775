/**
 * A signal that a caller and a time limit both abort.
 *
 * @public
 */
export interface Deadline {
  /** Aborted with the caller's reason, or with a TimeoutError when the time is over */
  readonly signal: AbortSignal;
  /** Stops the time limit. The caller still aborts the signal. */
  lift(): void;
  /** Removes the time limit and the listener on the caller's signal. Has to be called. */
  end(): void;
}

/** When the time of a signal is over, by the clock. */
const ends = new WeakMap<AbortSignal, number>();

/**
 * Limits the time of work that a caller can abort. Unlike `AbortSignal.any`, which leaves an entry
 * on the caller's signal for as long as that lives, it leaves nothing there once it is ended.
 *
 * A process that was stopped for a while hears answers before its timers. So what begins within a
 * time limit looks at the clock: after the time is over, it is aborted at once.
 *
 * @param caller - undefined where only the time ends it
 * @public
 */
export function withDeadline(
  caller: AbortSignal | undefined,
  ms: number,
): Deadline {
  const controller = new AbortController();
  const { signal } = controller;
  const expire = () => {
    const message = `Not done within ${ms / 1000} s`;
    controller.abort(new DOMException(message, 'TimeoutError'));
  };
  const timer = setTimeout(expire, ms);
  timer.unref();
  const callerEnd = (caller && ends.get(caller)) ?? Infinity;
  ends.set(signal, Math.min(callerEnd, Date.now() + ms));
  const abort = () => controller.abort(caller?.reason);
  const lift = () => {
    clearTimeout(timer);
    ends.set(signal, callerEnd);
  };
  caller?.addEventListener('abort', abort, { once: true });
  if (caller?.aborted) abort();
  else if (Date.now() >= callerEnd) expire();
  return {
    signal,
    lift,
    end() {
      lift();
      caller?.removeEventListener('abort', abort);
    },
  };
}
