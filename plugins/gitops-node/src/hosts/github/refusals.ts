import { z } from 'zod';
import type { GitHostProblem } from '../GitHostError';
import { quoted } from '../rest/quoted';
import { Refusal } from '../rest/Refusal';

/** GitHub asks for this where it names no time: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#rate-limit-errors */
const SECONDARY_LIMIT_SECONDS = 60;

const said = z.object({
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

/** What octokit tells of an answer other than success. */
export interface RefusedAnswer {
  status: number;
  headers: Readonly<Record<string, string | number | undefined>>;
  data: unknown;
}

/** A refusal of GitHub, as one of every host. */
export function refusalOf(
  answer: RefusedAnswer,
  told: { about: string; secrets: readonly string[] },
): Refusal {
  const { status } = answer;
  const words = wordsOf(answer);
  const problem = problemOf(answer, words);
  const wait = waitSeconds(answer);
  const isWaited = problem === 'rateLimited' || status >= 500;
  return new Refusal({
    product: 'GitHub',
    about: told.about,
    status,
    words: quoted(words, told.secrets),
    headers: new Headers(
      isWaited && wait !== undefined ? { 'retry-after': String(wait) } : {},
    ),
    problem,
  });
}

/** The message with what it is about, and the right that it lacks where GitHub names that. */
function wordsOf({ status, headers, data }: RefusedAnswer): string {
  const parsed = said.safeParse(data);
  if (!parsed.success) return '';
  const { message, errors = [] } = parsed.data;
  const details = errors.map(error => {
    if (typeof error === 'string') return error;
    return error.message ?? [error.field, error.code].filter(Boolean).join(' ');
  });
  const right =
    headers['x-accepted-github-permissions'] ??
    (headers['x-oauth-scopes'] === undefined
      ? undefined
      : headers['x-accepted-oauth-scopes']);
  const needs = status === 403 && right ? `needs ${right}` : '';
  return [message, ...details, needs].filter(Boolean).join('; ');
}

function problemOf(
  { status, headers }: RefusedAnswer,
  words: string,
): GitHostProblem | undefined {
  if (status >= 300 && status < 400) return 'notFound';
  if (status === 429) return 'rateLimited';
  if (status !== 403) return undefined;
  const isLimit =
    String(headers['x-ratelimit-remaining']) === '0' ||
    headers['retry-after'] !== undefined ||
    /rate limit|abuse detection/i.test(words);
  if (isLimit) return 'rateLimited';
  return /archived/i.test(words) ? 'readOnly' : undefined;
}

/** From the answer's own time, so that clocks may differ. */
function waitSeconds({ headers, status }: RefusedAnswer): number | undefined {
  const after = headers['retry-after'];
  if (after !== undefined) return Number(after);
  const reset = headers['x-ratelimit-reset'];
  if (reset !== undefined && String(headers['x-ratelimit-remaining']) === '0') {
    const now = Date.parse(String(headers.date)) || Date.now();
    return Math.max(0, Number(reset) - Math.floor(now / 1000));
  }
  return status >= 500 ? undefined : SECONDARY_LIMIT_SECONDS;
}
