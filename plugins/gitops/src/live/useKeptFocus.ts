import { RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { focusOnce } from './focusOnce';

/**
 * When something goes that has the focus, the focus moves to the nearest of what was around it, and
 * not to the beginning of the page.
 */
export function useKeptFocus(part: RefObject<HTMLElement>): void {
  const surroundings = useRef<HTMLElement[]>([]);

  // Runs before it is taken out of the page …
  useLayoutEffect(() => {
    const element = part.current;
    return () => {
      surroundings.current = element?.contains(document.activeElement)
        ? ancestorsOf(element)
        : [];
    };
  }, [part]);

  // … and this after
  useEffect(
    () => () => {
      const hasMovedElsewhere = document.activeElement !== document.body;
      const place = surroundings.current.find(one => one.isConnected);
      if (place && !hasMovedElsewhere) focusOnce(place);
    },
    [],
  );
}

function ancestorsOf(element: HTMLElement): HTMLElement[] {
  const parent = element.parentElement;
  return parent === null || parent === document.body
    ? []
    : [parent, ...ancestorsOf(parent)];
}
