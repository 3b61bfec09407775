import { RefObject, useEffect, useState } from 'react';

/** The width of a part of the page in pixels; undefined before it is known. */
export function useWidth(part: RefObject<HTMLElement>): number | undefined {
  const [width, setWidth] = useState<number>();
  useEffect(() => {
    const element = part.current;
    // Tests and old browsers have none
    if (!element || !('ResizeObserver' in window)) return undefined;
    const observer = new ResizeObserver(([{ contentRect }]) =>
      setWidth(Math.round(contentRect.width)),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [part]);
  return width;
}
