import { z } from 'zod';
import type { GitHostProblem } from '../GitHostError';

const body = z.object({
  message: z.string().nullish(),
  typeKey: z.string().nullish(),
});

/** What Azure DevOps says, and its own name for the kind of failure. */
export function wordsOf(answer: unknown): string {
  const { data } = body.safeParse(answer);
  return [data?.message, data?.typeKey && `(${data.typeKey})`]
    .filter(Boolean)
    .join(' ');
}

/** A token that isn't accepted is answered with a page to sign in (203), or the way to it (302). */
export function problemOf({
  status,
}: {
  status: number;
}): GitHostProblem | undefined {
  return status === 203 || status === 302 ? 'unauthorized' : undefined;
}
