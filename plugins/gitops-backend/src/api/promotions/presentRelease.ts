import type { Promotion, Release } from 'backstage-plugin-gitops-common';
import { releaseStateOf } from '../../promotions/releaseState';
import type { ReleaseAccessed } from './ReleaseAccess';

/**
 * A release as it is answered to one caller. Who may not see all of it may not act on all of it.
 *
 * @param promotions - those that the caller may see
 */
export function presentRelease(
  { id, all }: Pick<ReleaseAccessed, 'id' | 'all'>,
  promotions: readonly Promotion[],
): Release {
  const [{ kind, from, to, reason, requestedBy, requestedAt }] = promotions;
  const hidden = all.length - promotions.length;
  const every = (
    isMeant: (promotion: Promotion) => boolean,
    may: keyof Promotion['can'],
  ) => {
    const meant = promotions.filter(isMeant);
    return hidden === 0 && meant.length > 0 && meant.every(one => one.can[may]);
  };
  return {
    id,
    kind,
    from,
    to,
    reason,
    requestedBy,
    requestedAt,
    state: releaseStateOf(all.map(({ promotion }) => promotion.state)),
    promotions: [...promotions].sort((a, b) =>
      a.service.localeCompare(b.service),
    ),
    hidden,
    can: {
      close: every(
        ({ state }) => state === 'requested' || state === 'pullRequestOpen',
        'close',
      ),
      merge: every(({ state }) => state === 'pullRequestOpen', 'merge'),
      rollback: every(({ can }) => can.rollback, 'rollback'),
    },
  };
}
