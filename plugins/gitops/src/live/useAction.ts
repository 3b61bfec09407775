import { useCallback, useEffect, useRef, useState } from 'react';
import { withTimeout } from './withTimeout';

/** Opening a pull request is several calls to a Git host */
const timeoutMs = 60_000;

/**
 * Something that a person asks for and that changes something, with what went wrong the last time.
 * It isn't aborted when the page is left, since the server goes on with it anyway; its answer is
 * dropped then, so that it leads nobody back.
 */
export function useAction(): {
  isRunning: boolean;
  error: Error | null;
  run: <T>(
    act: (signal: AbortSignal) => Promise<T>,
    onDone: (answer: T) => void,
  ) => Promise<void>;
} {
  const [state, setState] = useState<{
    isRunning: boolean;
    error: Error | null;
  }>({ isRunning: false, error: null });
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  const run = useCallback(
    async <T>(
      act: (signal: AbortSignal) => Promise<T>,
      onDone: (answer: T) => void,
    ) => {
      const request = new AbortController();
      setState({ isRunning: true, error: null });
      let answer: T;
      try {
        answer = await withTimeout(act(request.signal), request, timeoutMs);
      } catch (cause) {
        if (!isMounted.current) return;
        const error = cause instanceof Error ? cause : new Error(String(cause));
        setState({ isRunning: false, error });
        return;
      }
      if (!isMounted.current) return;
      setState({ isRunning: false, error: null });
      onDone(answer);
    },
    [],
  );
  return { ...state, run };
}
