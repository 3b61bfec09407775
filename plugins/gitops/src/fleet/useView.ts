import { useCallback, useMemo } from 'react';
import { usePageParams } from '../url/usePageParams';
import { FleetView, paramsOf, viewOf } from './FleetView';

/** What the address says, and what changes it: a new entry of the history, or the present one. */
export function useView(): [
  FleetView,
  (change: Partial<FleetView>, options?: { replace?: boolean }) => void,
] {
  const [params, setParams] = usePageParams();
  const view = useMemo(() => viewOf(params), [params]);
  const change = useCallback(
    (part: Partial<FleetView>, options?: { replace?: boolean }) =>
      setParams(
        previous => paramsOf({ ...viewOf(previous), ...part }, previous),
        options,
      ),
    [setParams],
  );
  return [view, change];
}
