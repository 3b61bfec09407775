import { answerError } from './answerError';
import type { Failure } from './Failures';

/** 500: nothing was done. */
export function internalError(): Failure {
  return {
    name: 'internal-error',
    handle: async ({ res }) => answerError(res, 500, 'Internal Server Error'),
  };
}
