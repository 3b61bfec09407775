import { AutoStore } from '../../../plugins/gitops-backend/src/promotions/auto/AutoStore';
import type { PromotionStore } from '../../../plugins/gitops-backend/src/promotions/store/PromotionStore';
import {
  hasEnded,
  StoredPromotion,
} from '../../../plugins/gitops-backend/src/promotions/StoredPromotion';

/** Why a promotion should not have been requested automatically just now, in sentences. */
export async function automaticViolations(
  store: PromotionStore,
  { id, service }: Pick<StoredPromotion, 'id' | 'service'>,
): Promise<string[]> {
  const records = await store.records.list({ service, limit: 1_000 });
  const { resumedAt = '' } = await new AutoStore(store.database).find({
    service,
    environment: 'production',
  });
  const others = records
    .map(({ promotion }) => promotion)
    .filter(one => one.id !== id);
  const lastEndOf = (matches: (one: StoredPromotion) => boolean) =>
    others
      .filter(matches)
      .map(({ endedAt }) => endedAt ?? '')
      .sort()
      .at(-1) ?? '';
  const goesOnAt = [
    resumedAt,
    lastEndOf(one => one.kind === 'promotion' && one.state === 'succeeded'),
  ]
    .sort()
    .at(-1)!;
  const called = `${service} ${id.slice(0, 8)} is requested automatically`;
  return [
    others.some(one => !hasEnded(one.state) && !one.supersededBy) &&
      `${called}, though something is under way`,
    lastEndOf(
      one =>
        one.kind === 'promotion' &&
        one.state === 'failed' &&
        one.requestedBy.startsWith('auto:'),
    ) > goesOnAt && `${called} after one that failed`,
    lastEndOf(
      one =>
        one.kind === 'rollback' && hasEnded(one.state) && Boolean(one.mergedAt),
    ) > goesOnAt && `${called} after a rollback`,
  ].flatMap(one => one || []);
}
