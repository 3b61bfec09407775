import * as frontendPluginApi from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

type UseSearchParams = () => [
  URLSearchParams,
  (next: (previous: URLSearchParams) => URLSearchParams) => void,
];

/**
 * Backstage has a hook of its own since 1.57. Before, it is React Router's. The export is looked up
 * by name at run time, since bundlers reject an import that is missing.
 */
const usePageParams: UseSearchParams =
  Reflect.get(frontendPluginApi, 'useAppSearchParams') ?? useSearchParams;

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
