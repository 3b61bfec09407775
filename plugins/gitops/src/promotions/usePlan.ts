import { GitopsApi } from 'backstage-plugin-gitops-common';
import { useId, useState } from 'react';
import { Refreshable, useLive } from '../live/useLive';

/**
 * What a promotion, a release or a workflow would do, worked out once: what is being read doesn't change by
 * itself. It is worked out again when a request for it is refused since something has changed.
 *
 * @param of - what tells one plan from another, such as the version
 */
export function usePlan<Plan>(
  of: string,
  load: (api: GitopsApi, signal: AbortSignal) => Promise<Plan>,
): Refreshable<Plan> & {
  request: <Answer>(answer: Promise<Answer>) => Promise<Answer>;
} {
  const id = useId();
  const [attempt, setAttempt] = useState(0);
  const key = `plan ${id} ${attempt} ${of}`;
  const live = useLive({ key, load, pollMs: null });
  const request = <Answer>(answer: Promise<Answer>) =>
    answer.catch(cause => {
      if (isConflict(cause)) setAttempt(number => number + 1);
      throw cause;
    });
  return { ...live, request };
}

export function isConflict(error: unknown): boolean {
  return (error as { statusCode?: unknown }).statusCode === 409;
}
