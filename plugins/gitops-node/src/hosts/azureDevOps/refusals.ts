import { z } from 'zod';
import type { Explanation, RefusedAnswer } from '../rest/Refusal';

const body = z.object({
  message: z.string().nullish(),
  typeKey: z.string().nullish(),
});

/** What Azure DevOps means by a refusal: what it says, and its own name for the kind of failure. */
export function explain({ status, body: answer }: RefusedAnswer): Explanation {
  const { data } = body.safeParse(answer);
  const words = [data?.message, data?.typeKey && `(${data.typeKey})`]
    .filter(Boolean)
    .join(' ');
  // A token that isn't accepted is answered with a page to sign in (203), or the way to it (302)
  const isSignIn = status === 203 || status === 302;
  return { words, problem: isSignIn ? 'unauthorized' : undefined };
}
