import { RefObject, useLayoutEffect, useState } from 'react';

/**
 * Whether a clipped element has more than it shows. It is measured, since that depends on the width
 * of the page as much as on the text.
 *
 * @param isClipped - while it shows all, the last measure holds
 */
export function useIsCut(
  part: RefObject<HTMLElement>,
  text: string,
  isClipped: boolean,
): boolean {
  const [isCut, setIsCut] = useState(false);
  useLayoutEffect(() => {
    const element = part.current;
    if (!element || !isClipped) return undefined;
    const measure = () =>
      setIsCut(element.scrollHeight > element.clientHeight + 1);
    measure();
    // Tests and old browsers have none
    if (!('ResizeObserver' in window)) return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [part, text, isClipped]);
  return isCut;
}
