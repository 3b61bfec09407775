import { startTransition, useEffect, useState } from 'react';

/** Rows that a page draws at first, and more each time. A browser bears some thousands. */
const WANTED = 1_500;
/** Rows that are drawn at once: more than a screen has, and few enough not to be felt. */
const STEP = 100;

/**
 * How many rows are drawn: the first ones at once, and more whenever the browser has time, until
 * there are as many as the reader wants.
 *
 * @param total - of the rows that there are
 * @param filters - other filters begin anew
 */
export function useLimit(total: number, filters: string) {
  const [wanted, setWanted] = useState(WANTED);
  const [drawn, setDrawn] = useState({ filters, limit: STEP });
  const { limit } = drawn.filters === filters ? drawn : { limit: STEP };
  const left = total - limit;
  const isGrowing = left > 0 && limit < wanted;
  useEffect(() => {
    if (isGrowing)
      startTransition(() => setDrawn({ filters, limit: limit + STEP }));
  }, [isGrowing, filters, limit]);
  return {
    limit,
    /** How many more the reader may ask for; none while more come by themselves */
    more: isGrowing ? 0 : Math.max(0, Math.min(left, WANTED)),
    onMore: () => setWanted(limit + WANTED),
  };
}
