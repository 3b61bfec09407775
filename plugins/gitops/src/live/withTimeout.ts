/** There was no answer in time. */
export class TimeoutError extends Error {
  constructor(readonly seconds: number) {
    super(`No answer in ${seconds} s`);
  }
}

/**
 * Rejects with a {@link TimeoutError} where there is no answer in time, and then aborts the
 * request.
 */
export async function withTimeout<T>(
  answer: Promise<T>,
  request: AbortController,
  timeoutMs: number,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TimeoutError(timeoutMs / 1000));
      request.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
