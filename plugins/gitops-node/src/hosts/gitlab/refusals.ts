import { z } from 'zod';
import type { Explanation, RefusedAnswer } from '../rest/Refusal';

const body = z.object({
  message: z.unknown().optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
  scope: z.string().optional(),
});

/** What GitLab means by a refusal. */
export function explain({ status, body: answer }: RefusedAnswer): Explanation {
  const words = wordsOf(answer);
  // A commit on a protected branch is refused as if it were malformed
  const isForbidden = status === 400 && /not allowed to push/i.test(words);
  return { words, problem: isForbidden ? 'forbidden' : undefined };
}

/**
 * GitLab says what is wrong as a text, a list of them, or lists by field; OAuth's own refusals name
 * the scope that is missing.
 */
function wordsOf(answer: unknown): string {
  const { data } = body.safeParse(answer);
  if (!data) return '';
  if (data.error === 'insufficient_scope')
    return `the token needs the scope ${data.scope ?? 'api'}`;
  return [data.message ?? data.error, data.error_description]
    .flatMap(flattened)
    .join('; ');
}

function flattened(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(flattened);
  if (typeof value !== 'object') return [String(value)];
  return Object.entries(value).map(([field, said]) =>
    field === 'base'
      ? flattened(said).join(', ')
      : `${field} ${flattened(said).join(', ')}`,
  );
}
