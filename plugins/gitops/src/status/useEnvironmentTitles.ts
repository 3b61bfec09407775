import { useCallback } from 'react';
import { useLive } from '../live/useLive';
import { displayName } from '../text/displayText';
import { TitleOf } from './wording';

/** Titles of environments by their names; the names until the titles are read. */
export function useEnvironmentTitles(): TitleOf {
  const live = useLive({
    key: 'environments',
    load: (api, signal) => api.environments({ signal }),
    pollMs: null,
  });
  const environments = live.status === 'data' ? live.data : null;
  return useCallback(
    name =>
      displayName(environments?.find(one => one.name === name)?.title || name),
    [environments],
  );
}
