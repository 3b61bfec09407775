import { useCallback } from 'react';
import { usePageParams } from './usePageParams';

/** One parameter of the page's address, and what sets or removes it. */
export function useUrlParameter(
  name: string,
): [string | null, (value: string | null) => void] {
  const [params, setParams] = usePageParams();
  const set = useCallback(
    (value: string | null) =>
      setParams(previous => {
        const next = new URLSearchParams(previous);
        if (value === null) next.delete(name);
        else next.set(name, value);
        return next;
      }),
    [name, setParams],
  );
  return [params.get(name), set];
}
