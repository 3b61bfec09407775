import { z } from 'zod';
import type { Explanation, RefusedAnswer } from '../rest/Refusal';

const body = z.object({
  error: z.object({
    message: z.string(),
    detail: z.unknown().optional(),
    fields: z.record(z.string(), z.unknown()).nullish(),
  }),
});
const scopes = z.object({ required: z.array(z.string()) });

/** What Bitbucket means by a refusal. */
export function explain({ body: answer }: RefusedAnswer): Explanation {
  return { words: wordsOf(answer) };
}

/** What Bitbucket says, with the scopes that are missing and the fields that it doesn't take. */
function wordsOf(answer: unknown): string {
  const { data } = body.safeParse(answer);
  if (!data) return '';
  const { message, detail, fields } = data.error;
  const needed = scopes.safeParse(detail).data?.required.join(', ');
  return [
    message,
    needed && `needs the scope ${needed}`,
    ...Object.entries(fields ?? {}).map(
      ([field, said]) => `${field}: ${[said].flat().join(' ')}`,
    ),
  ]
    .filter(Boolean)
    .join('; ');
}
