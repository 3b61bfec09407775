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

/**
 * Limits the time of work that a caller can abort. Unlike `AbortSignal.any`, which leaves an entry
 * on the caller's signal for as long as that lives, it leaves nothing there once it is ended.
 *
 * @public
 */
export function withDeadline(caller: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    const message = `Not done within ${ms / 1000} s`;
    controller.abort(new DOMException(message, 'TimeoutError'));
  }, ms);
  timer.unref();
  const abort = () => controller.abort(caller.reason);
  const lift = () => clearTimeout(timer);
  caller.addEventListener('abort', abort, { once: true });
  if (caller.aborted) abort();
  return {
    signal: controller.signal,
    lift,
    end() {
      lift();
      caller.removeEventListener('abort', abort);
    },
  };
}
