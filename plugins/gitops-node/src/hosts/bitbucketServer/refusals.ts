import { z } from 'zod';
import type { GitHostProblem } from '../GitHostError';
import type { Explanation, RefusedAnswer } from '../rest/Refusal';

const veto = z.object({
  summaryMessage: z.string().nullish(),
  detailedMessage: z.string().nullish(),
});
const body = z.object({
  errors: z.array(
    z.object({
      context: z.string().nullish(),
      message: z.string().nullish(),
      exceptionName: z.string().nullish(),
      vetoes: z.array(veto).nullish(),
    }),
  ),
});
type BitbucketError = z.infer<typeof body>['errors'][number];

/** What Bitbucket's exceptions mean where their status does not say it. */
const problems: readonly [RegExp, GitHostProblem][] = [
  // 401 is answered for a missing permission too
  [/\.AuthorisationException$/, 'forbidden'],
  // 409 is answered for a merge that is only not possible yet
  [/\.PullRequestMergeVetoedException$/, 'invalid'],
  [/\.EmptyPullRequestException$/, 'nothingToMerge'],
];

/** What Bitbucket means by a refusal. https://developer.atlassian.com/server/bitbucket/rest/ */
export function explain({ status, body: answer }: RefusedAnswer): Explanation {
  const { data } = body.safeParse(answer);
  if (!data) return { words: '' };
  const words = data.errors.map(wordsOf).filter(Boolean).join('; ');
  const [, problem] =
    problems.find(([name]) =>
      data.errors.some(one => name.test(one.exceptionName ?? '')),
    ) ?? [];
  const isArchived = status === 409 && /\barchived\b/i.test(words);
  return { words, problem: isArchived ? 'readOnly' : problem };
}

/** Merge checks tell by vetoes what they wait for. */
function wordsOf({ context, message, vetoes }: BitbucketError): string {
  const told = (vetoes ?? []).flatMap(
    one => one.detailedMessage ?? one.summaryMessage ?? [],
  );
  if (told.length > 0) return told.join(' ');
  return [context, message].filter(Boolean).join(': ');
}
