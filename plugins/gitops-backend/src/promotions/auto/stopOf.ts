import type { AutomaticPromotionReason } from 'backstage-plugin-gitops-common';
import { isAutomatic } from '../automatic';
import type { StoredPromotion } from '../StoredPromotion';

/** What a stop is judged by. */
export interface Past {
  /** Promotions and rollbacks to the environment, newest first */
  readonly past: readonly StoredPromotion[];
  /** When somebody last resumed it; ISO 8601 */
  readonly resumedAt?: string;
}

/** Later than every time. */
const NOT_YET = '~';

type Stop = AutomaticPromotionReason | undefined;

/**
 * Why nothing is requested automatically: a rollback, or a failure of an automatic promotion, after
 * which no promotion has succeeded and nobody has resumed it. Pure.
 *
 * @param environment - the target's title
 */
export function stopOfAll(of: Past, environment: string): Stop {
  for (const one of countedIn(of)) {
    const { kind, state, version, previous, mergedAt } = one;
    const hasRolledBack = mergedAt !== undefined || state === 'failed';
    if (kind === 'rollback' && hasRolledBack)
      return {
        code: 'heldAfterRollback',
        params: { version: previous, environment },
      };
    if (kind === 'promotion' && state === 'succeeded') return undefined;
    if (
      kind === 'promotion' &&
      state === 'failed' &&
      isAutomatic(one.requestedBy)
    )
      return { code: 'stoppedAfterFailure', params: { version, environment } };
  }
  return undefined;
}

/**
 * Why one version is not requested automatically: it has failed or was rolled back, or somebody has
 * ended its last promotion. Pure.
 */
export function stopOfVersion(
  of: Past,
  version: string,
  environment: string,
): Stop {
  const counted = countedIn(of);
  const last = counted.find(
    one => one.kind === 'promotion' && one.version === version,
  );
  if (!last) return undefined;
  const params = { version, environment };
  if (last.state === 'failed') return { code: 'failedBefore', params };
  if (last.state === 'closed' || last.state === 'superseded')
    return { code: 'declined', params };
  return counted.some(({ rollsBack }) => rollsBack === last.id)
    ? { code: 'heldAfterRollback', params }
    : undefined;
}

/**
 * What ended last comes first: replicas whose clocks differ may have requested it in another order.
 * What ended before somebody resumed it does not count.
 */
function countedIn({ past, resumedAt = '' }: Past): readonly StoredPromotion[] {
  const endOf = ({ endedAt }: StoredPromotion) => endedAt ?? NOT_YET;
  return past
    .filter(one => endOf(one) > resumedAt)
    .sort(
      (a, b) => (endOf(a) < endOf(b) ? 1 : 0) - (endOf(a) > endOf(b) ? 1 : 0),
    );
}
