import { z } from 'zod';
import type { GitHostProblem } from '../GitHostError';
import type { Explanation, RefusedAnswer } from '../rest/Refusal';

/** GitHub asks for this where it names no time: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#rate-limit-errors */
const SECONDARY_LIMIT_SECONDS = 60;

/** In GitHub's words. */
export const RATE_LIMIT = /rate limit|abuse detection/i;

const refusalBody = z.object({
  message: z.string(),
  errors: z
    .array(
      z.union([
        z.string(),
        z.object({
          message: z.string().nullish(),
          field: z.string().nullish(),
          code: z.string().nullish(),
        }),
      ]),
    )
    .optional()
    .catch(undefined),
});

/** What GitHub means by a refusal. */
export function explain(answer: RefusedAnswer): Explanation {
  const words = wordsOf(answer);
  const problem = problemOf(answer, words);
  return {
    words,
    problem,
    retryAfterSeconds:
      problem === 'rateLimited' ? waitSeconds(answer.headers) : undefined,
  };
}

/** The message with what it is about, and the right that is missing where GitHub names that. */
function wordsOf({ status, headers, body }: RefusedAnswer): string {
  const parsed = refusalBody.safeParse(body);
  if (!parsed.success) return '';
  const { message, errors = [] } = parsed.data;
  const details = errors.map(error => {
    if (typeof error === 'string') return error;
    return error.message ?? [error.field, error.code].filter(Boolean).join(' ');
  });
  const right =
    headers.get('x-accepted-github-permissions') ??
    (headers.has('x-oauth-scopes')
      ? headers.get('x-accepted-oauth-scopes')
      : undefined);
  const needs = status === 403 && right ? `needs ${right}` : '';
  const said = [message, ...details, needs].filter(Boolean).join('; ');
  return /verified signature/i.test(said)
    ? `a rule demands signed commits, which those of a GitHub App are and those of a token are not; ${said}`
    : said;
}

function problemOf(
  { status, headers }: RefusedAnswer,
  words: string,
): GitHostProblem | undefined {
  if (status >= 300 && status < 400) return 'notFound';
  if (status === 429) return 'rateLimited';
  if (status !== 403) return undefined;
  const isLimit =
    headers.get('x-ratelimit-remaining') === '0' ||
    headers.has('retry-after') ||
    RATE_LIMIT.test(words);
  if (isLimit) return 'rateLimited';
  return /archived/i.test(words) ? 'readOnly' : undefined;
}

/** Where there is no `Retry-After`. From the answer's own time, so that clocks may differ. */
export function waitSeconds(headers: Headers): number {
  const reset = headers.get('x-ratelimit-reset');
  if (reset === null || headers.get('x-ratelimit-remaining') !== '0')
    return SECONDARY_LIMIT_SECONDS;
  const now = Date.parse(headers.get('date') ?? '') || Date.now();
  return Math.max(0, Number(reset) - Math.floor(now / 1000));
}
