import { answerError } from './answerError';
import type { Failure } from './Failures';

/** 401, as for a token that expired. */
export function unauthorized(): Failure {
  return {
    name: 'unauthorized',
    handle: async ({ res }) =>
      answerError(res, 401, 'invalid username, password or token'),
  };
}
