import { useEffect, useRef, useState } from 'react';

const pauseMs = 5_000;

/**
 * What a live region says: the changes since the last time, in one text at most every five seconds.
 * What was there at first is not a change, and what changed back meanwhile is not told.
 * `changesBetween` must be stable.
 */
export function useAnnouncement<T>(
  value: T | null,
  changesBetween: (before: T, after: T) => string,
): string {
  const [announcement, setAnnouncement] = useState('');
  const told = useRef<T | null>(null);
  const lastToldAt = useRef(-Infinity);

  useEffect(() => {
    if (value === null) return undefined;
    if (told.current === null) {
      told.current = value;
      return undefined;
    }
    const before = told.current;
    const tell = () => {
      const text = changesBetween(before, value);
      told.current = value;
      if (!text) return;
      lastToldAt.current = Date.now();
      setAnnouncement(text);
    };
    const timer = setTimeout(
      tell,
      Math.max(0, lastToldAt.current + pauseMs - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [value, changesBetween]);

  return announcement;
}
