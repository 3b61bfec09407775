import { GitopsApi, PromotionPlan } from 'backstage-plugin-gitops-common';
import { useCallback, useId, useState } from 'react';
import { Refreshable, useLive } from '../live/useLive';

/**
 * What a promotion would do, worked out once: what is being read doesn't change by itself.
 *
 * @param chosen - the version that somebody has chosen; a plan is worked out for each
 */
export function usePlan(
  load: (api: GitopsApi, signal: AbortSignal) => Promise<PromotionPlan>,
  chosen: string | undefined,
): Refreshable<PromotionPlan> & { planAgain: () => void } {
  const id = useId();
  const [attempt, setAttempt] = useState(0);
  const key = `plan ${id} ${attempt} ${chosen ?? ''}`;
  const live = useLive({ key, load, pollMs: null });
  const planAgain = useCallback(() => setAttempt(number => number + 1), []);
  return { ...live, planAgain };
}
