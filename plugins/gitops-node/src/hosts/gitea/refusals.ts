import { z } from 'zod';
import type { GitHostProblem } from '../GitHostError';

const said = z.object({ message: z.string() });

/** Gitea's own words. */
export function wordsOf(answer: unknown): string {
  return said.safeParse(answer).data?.message ?? '';
}

/** Gitea answers 423 for what is archived. */
export function problemOf({
  status,
}: {
  status: number;
}): GitHostProblem | undefined {
  return status === 423 ? 'readOnly' : undefined;
}
