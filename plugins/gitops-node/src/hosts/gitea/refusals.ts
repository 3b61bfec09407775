import { z } from 'zod';
import type { GitHostProblem } from '../GitHostError';

const said = z.object({ message: z.string() });

/** Gitea's own words. */
export function wordsOf(answer: unknown): string {
  return said.safeParse(answer).data?.message ?? '';
}

/** Gitea answers 423 for what is archived, and 403 with Git's own words where a branch can't be made. */
export function problemOf({
  status,
  words,
}: {
  status: number;
  words: string;
}): GitHostProblem | undefined {
  if (status === 423) return 'readOnly';
  if (status !== 403 || !/^cannot lock ref/.test(words)) return undefined;
  // Somebody is about to make the same branch; else one that is named like a folder of the other
  return /reference already exists/.test(words) ? 'unavailable' : 'conflict';
}
