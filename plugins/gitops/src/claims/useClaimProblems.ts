import { ClaimProblems } from 'backstage-plugin-gitops-common';
import { Refreshable, useLive } from '../live/useLive';

const limit = 50;

/** What is listed: Applications of no service, of no environment, or of several entities. */
export type ClaimList = 'service' | 'environment' | 'colliding';

/**
 * @param q - what is searched for; empty for all
 * @param cursor - of the page before; undefined for the first one
 */
export function useClaimProblems(
  list: ClaimList,
  q: string,
  cursor?: string,
): Refreshable<ClaimProblems> {
  const of = list === 'colliding' ? { claims: list } : { unclaimed: list };
  return useLive({
    key: `claims ${JSON.stringify([list, q, cursor])}`,
    load: (api, signal) =>
      api.claimProblems({ ...of, q, limit, cursor }, { signal }),
    pollMs: 60_000,
  });
}
