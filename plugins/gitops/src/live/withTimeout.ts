/** Rejects where there is no answer in time, and then aborts the request. */
export async function withTimeout<T>(
  answer: Promise<T>,
  request: AbortController,
  timeoutMs: number,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`No answer in ${timeoutMs / 1000} s`));
      request.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
