import { z } from 'zod';
import type { GitHostProblem } from '../GitHostError';
import type { Explanation, RefusedAnswer } from '../rest/Refusal';

const said = z.object({ message: z.string() });

/** What Gitea means by a refusal. */
export function explain({ status, body }: RefusedAnswer): Explanation {
  const words = said.safeParse(body).data?.message ?? '';
  return { words, problem: problemOf(status, words) };
}

/**
 * Gitea answers 423 for what is archived, and 403 with Git's own words where a branch can't be
 * made.
 */
function problemOf(status: number, words: string): GitHostProblem | undefined {
  if (status === 423) return 'readOnly';
  if (status !== 403 || !/^cannot lock ref/.test(words)) return undefined;
  // Somebody is about to make the same branch; else one that is named like a folder of the other
  return /reference already exists/.test(words) ? 'unavailable' : 'conflict';
}
