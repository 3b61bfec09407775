import { withDeadline } from 'backstage-plugin-gitops-node';
import pLimit from 'p-limit';
import type { StoredPromotion } from '../StoredPromotion';
import type { GateAnswers } from './statusOf';

/** For the gates of all services of a pull request: the lease lasts only so long. */
const LIMIT_MS = 15_000;
const SERVICES_AT_ONCE = 16;

/** What can't be evaluated, or not in time, is not known. */
export async function evaluateAll(
  promotions: readonly StoredPromotion[],
  caller: AbortSignal,
  evaluate: (
    promotion: StoredPromotion,
    signal: AbortSignal,
  ) => Promise<GateAnswers['answers']>,
): Promise<GateAnswers[]> {
  const { signal, end } = withDeadline(caller, LIMIT_MS);
  const isOver = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), {
      once: true,
    }),
  );
  // Nobody may be waiting for it
  isOver.catch(() => {});
  const limit = pLimit(SERVICES_AT_ONCE);
  const evaluating = promotions.map(promotion =>
    limit(async (): Promise<GateAnswers> => {
      try {
        signal.throwIfAborted();
        const answers = await Promise.race([
          evaluate(promotion, signal),
          isOver,
        ]);
        return { promotion, answers };
      } catch (error) {
        const unknown = error instanceof Error ? error.message : `${error}`;
        return { promotion, answers: { unknown } };
      }
    }),
  );
  try {
    return await Promise.all(evaluating);
  } finally {
    end();
  }
}
