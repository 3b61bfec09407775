import { useCallback } from 'react';
import { usePageParams } from './usePageParams';

/** The parameters of the page's address, and what sets some of them, or removes those of null. */
export function useUrlParameters(): [
  URLSearchParams,
  (changes: Record<string, string | null>) => void,
] {
  const [params, setParams] = usePageParams();
  const set = useCallback(
    (changes: Record<string, string | null>) =>
      setParams(previous => {
        const next = new URLSearchParams(previous);
        for (const [name, value] of Object.entries(changes)) {
          if (value === null) next.delete(name);
          else next.set(name, value);
        }
        return next;
      }),
    [setParams],
  );
  return [params, set];
}

/** One parameter of the page's address, and what sets or removes it. */
export function useUrlParameter(
  name: string,
): [string | null, (value: string | null) => void] {
  const [params, setParameters] = useUrlParameters();
  const set = useCallback(
    (value: string | null) => setParameters({ [name]: value }),
    [name, setParameters],
  );
  return [params.get(name), set];
}
