import { useApi } from '@backstage/frontend-plugin-api';
import { ClaimProblems } from 'backstage-plugin-gitops-common';
import { useCallback } from 'react';
import { gitopsApiRef } from '../api';
import { Live } from '../live/LiveResource';
import { useLiveResource } from '../live/useLiveResource';

const pollMs = 60_000;
const limit = 50;

/** What is listed: Applications of no service, of no environment, or of several entities. */
export type ClaimList = 'service' | 'environment' | 'colliding';

/** @param cursor - of the page before; undefined for the first one */
export function useClaimProblems(
  list: ClaimList,
  cursor?: string,
): Live<ClaimProblems> & { refresh: () => void } {
  const api = useApi(gitopsApiRef);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.claimProblems(
        {
          ...(list === 'colliding' ? { claims: list } : { unclaimed: list }),
          limit,
          cursor,
        },
        { signal },
      ),
    [api, list, cursor],
  );
  return useLiveResource(load, { pollMs });
}
