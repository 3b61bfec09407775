import { answerError } from './answerError';
import type { Failure } from './Failures';

/** 429 with the seconds to wait. */
export function tooManyRequests(
  options: { retryAfterSeconds?: number } = {},
): Failure {
  const headers = { 'Retry-After': String(options.retryAfterSeconds ?? 1) };
  return {
    name: 'too-many-requests',
    handle: async ({ res }) =>
      answerError(res, 429, 'Too Many Requests', headers),
  };
}
