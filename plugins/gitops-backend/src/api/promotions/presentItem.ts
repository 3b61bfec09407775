import type { PromotionItem } from 'backstage-plugin-gitops-common';
import type { WithPullRequests } from '../../promotions/store/listed';

/** The rest is read with the promotion. */
const MAX_REASON = 200;

/** A promotion as a list has it. */
export function presentItem({
  promotion,
  pullRequests,
}: WithPullRequests): PromotionItem {
  const { id, kind, service, from, to, version, previous, state } = promotion;
  const open = pullRequests.filter(one => one.state === 'open');
  const waiting = open.filter(one => !one.observed?.approvedBy?.length);
  const reviewers = [...new Set(waiting.flatMap(one => one.reviewers))];
  const heldBy = open
    .flatMap(one => one.statuses?.gates ?? [])
    .find(gate => gate.state !== 'success')?.gate;
  return {
    ...{ id, kind, service, from, to, version, previous, state },
    since: promotion.passed.at(-1)?.at ?? promotion.requestedAt,
    requestedBy: {
      ref: promotion.requestedBy,
      name: promotion.requestedByName,
    },
    requestedAt: promotion.requestedAt,
    ...(promotion.endedAt && { endedAt: promotion.endedAt }),
    reason: [...promotion.reason].slice(0, MAX_REASON).join(''),
    ...(promotion.automatic && { automatic: promotion.automatic }),
    ...(promotion.release && { release: promotion.release }),
    pullRequests: pullRequests.map(({ repository, number, url }) => ({
      repository,
      ...(number !== undefined && { number }),
      ...(url !== undefined && { url }),
    })),
    ...(reviewers.length > 0 && { reviewers }),
    ...(heldBy && { heldBy }),
  };
}
