import { useEffect, useState } from 'react';

/** True once something has come, or has taken too long to be waited for: then what is there is shown without it. */
export function useSettled(hasCome: boolean, patienceMs: number): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, [patienceMs]);
  return hasCome || isLate;
}
