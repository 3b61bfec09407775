import { PromotionPlan } from 'backstage-plugin-gitops-common';
import { useCallback, useEffect, useState } from 'react';
import { withTimeout } from '../live/withTimeout';

const timeoutMs = 30_000;

export type Planning =
  | { status: 'loading' }
  | { status: 'failed'; error: Error }
  | { status: 'planned'; plan: PromotionPlan };

/** What a promotion would do, worked out once: what is being read doesn't change by itself. `load` must be stable. */
export function usePlan(
  load: (signal: AbortSignal) => Promise<PromotionPlan>,
): Planning & { planAgain: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [planning, setPlanning] = useState<Planning>({ status: 'loading' });

  useEffect(() => {
    const request = new AbortController();
    let isLeft = false;
    setPlanning({ status: 'loading' });
    withTimeout(load(request.signal), request, timeoutMs).then(
      plan => {
        if (!isLeft) setPlanning({ status: 'planned', plan });
      },
      cause => {
        if (isLeft) return;
        const error = cause instanceof Error ? cause : new Error(String(cause));
        setPlanning({ status: 'failed', error });
      },
    );
    return () => {
      isLeft = true;
      request.abort();
    };
  }, [load, attempt]);

  const planAgain = useCallback(() => setAttempt(number => number + 1), []);
  return { ...planning, planAgain };
}
