import { useEffect } from 'react';

/** Reads an answer more often while something in it is known to be moving. */
export function useRefreshWhile(
  isMoving: boolean,
  refresh: () => void,
  everyMs: number,
): void {
  useEffect(() => {
    if (!isMoving) return undefined;
    const timer = setInterval(refresh, everyMs);
    return () => clearInterval(timer);
  }, [isMoving, refresh, everyMs]);
}
