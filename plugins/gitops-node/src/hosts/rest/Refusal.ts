import { GitHostError, GitHostProblem } from '../GitHostError';

/** A host may ask to wait for a day. Nobody wants the page to be that old. */
const MAX_RETRY_AFTER_MS = 60 * 60_000;

/** An answer with another status than success. */
export interface RefusedAnswer {
  status: number;
  headers: Headers;
  /** Undefined where it is not JSON */
  body: unknown;
}

/** What a host means by a refusal. */
export interface Explanation {
  /** The host's own words; empty where it has none */
  words: string;
  /** Where it isn't what the status means everywhere */
  problem?: GitHostProblem;
  /** Where `Retry-After` does not tell */
  retryAfterSeconds?: number;
}

/** A status other than success, which some callers know more about than its problem says. */
export class Refusal extends GitHostError {
  readonly status: number;
  /** The host's own, one short line without credentials */
  readonly words: string;

  constructor(
    options: Explanation & {
      product: string;
      about: string;
      status: number;
      headers: Headers;
    },
  ) {
    const { status, words } = options;
    const problem = options.problem ?? problemOf(status);
    super(problem, sentenceOf(problem, options), {
      retryAfterMs:
        problem === 'rateLimited' || problem === 'unavailable'
          ? retryAfterMs(options)
          : undefined,
    });
    this.status = status;
    this.words = words;
  }
}

/**
 * What `ask` gives; undefined where the host refuses with one of the statuses. A rate limit is no
 * such refusal, though GitHub answers 403 for it.
 */
export async function unlessRefused<T>(
  statuses: readonly number[],
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    const isRefused =
      error instanceof Refusal &&
      statuses.includes(error.status) &&
      error.problem !== 'rateLimited';
    if (!isRefused) throw error;
    return undefined;
  }
}

function problemOf(status: number): GitHostProblem {
  const problems: Record<number, GitHostProblem> = {
    401: 'unauthorized',
    403: 'forbidden',
    404: 'notFound',
    408: 'unavailable',
    409: 'conflict',
    429: 'rateLimited',
  };
  return problems[status] ?? (status >= 500 ? 'unavailable' : 'invalid');
}

function sentenceOf(
  problem: GitHostProblem,
  {
    product,
    about,
    status,
    words,
  }: { product: string; about: string; status: number; words: string },
): string {
  const said = words ? `${status}: ${words}` : `${status}`;
  switch (problem) {
    case 'unauthorized':
      return `${about}: ${product} does not accept the credentials (${said}). Renew them; the portal's are under integrations`;
    case 'forbidden':
      return `${about}: ${product} denies the credentials a right (${said}). They need to read, to push and to open pull requests`;
    case 'notFound':
      return `${about}: ${product} does not know it, or the credentials may not see it (${said})`;
    case 'readOnly':
      return `${about}: ${product} takes no changes to it, since it is archived or a mirror (${said})`;
    case 'rateLimited':
      return `${about}: ${product} asks for fewer requests (${said})`;
    case 'unavailable':
      return `${about}: ${product} failed (${said})`;
    default:
      return status >= 300 && status < 400
        ? `${about}: ${product} has it under another address (${status}). Use the new one`
        : `${about}: ${product} refuses (${said})`;
  }
}

/** `Retry-After` is seconds or a date. */
function retryAfterMs({
  headers,
  retryAfterSeconds,
}: {
  headers: Headers;
  retryAfterSeconds?: number;
}): number | undefined {
  const header = headers.get('retry-after')?.trim();
  const seconds = header ? Number(header) : retryAfterSeconds;
  if (seconds === undefined) return undefined;
  const waitMs = Number.isFinite(seconds)
    ? seconds * 1000
    : Date.parse(header!) - Date.now();
  if (Number.isNaN(waitMs)) return undefined;
  return Math.min(Math.max(0, waitMs), MAX_RETRY_AFTER_MS);
}
