import type { PromotionWave } from 'backstage-plugin-gitops-common';
import { ended } from './ended';
import type { StoredPromotion } from './StoredPromotion';
import type { Progress } from './tracking/progress';

/** How far each Application is after the merge; no waves where they are not known yet. */
export interface Tracked {
  progress: readonly Progress[];
  waves?: readonly PromotionWave[];
}

/** The Application that is worst off decides. */
const worstFirst = ['failed', 'replaced', 'merged', 'deploying'] as const;

/** What becomes of a promotion after its merge, of how far each Application is. */
export function afterTracking(
  promotion: StoredPromotion,
  { progress, waves }: Tracked,
  now: string,
): StoredPromotion {
  if (progress.length === 0) return promotion;
  const worst =
    worstFirst
      .map(stage => progress.find(one => one.stage === stage))
      .find(Boolean) ?? progress[0];
  const hasStarted = progress.some(one => one.stage !== 'merged');
  const followed: StoredPromotion = {
    ...promotion,
    obstacle: progress.find(one => one.obstacle)?.obstacle,
    deployingAt: promotion.deployingAt ?? (hasStarted ? now : undefined),
    waves: waves ?? promotion.waves,
  };
  const cause = worst.cause ?? promotion.cause;
  switch (worst.stage) {
    case 'arrived':
      return { ...ended(followed, 'succeeded', now, cause), waves: [] };
    case 'failed':
      return ended(followed, 'failed', now, cause);
    case 'replaced':
      return { ...ended(followed, 'superseded', now, cause), waves: [] };
    default:
      return { ...followed, state: hasStarted ? 'deploying' : 'merged', cause };
  }
}
