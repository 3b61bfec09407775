import { GitopsApi, ReleasePlan } from 'backstage-plugin-gitops-common';
import { useCallback, useId, useState } from 'react';
import { Refreshable, useLive } from '../live/useLive';

/**
 * What a release would do, worked out once: what is being read doesn't change by itself.
 *
 * @param of - what tells one plan from another, such as its environments
 */
export function useReleasePlan(
  of: string,
  load: (api: GitopsApi, signal: AbortSignal) => Promise<ReleasePlan>,
): Refreshable<ReleasePlan> & { planAgain: () => void } {
  const id = useId();
  const [attempt, setAttempt] = useState(0);
  const key = `release plan ${id} ${of} ${attempt}`;
  const live = useLive({ key, load, pollMs: null });
  const planAgain = useCallback(() => setAttempt(number => number + 1), []);
  return { ...live, planAgain };
}
