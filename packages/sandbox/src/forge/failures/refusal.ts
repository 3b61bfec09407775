import { answerError } from './answerError';
import type { Failure } from './Failures';

/**
 * 409: nothing was done. By default in the words in which Gitea refuses a merge whose head has
 * moved.
 */
export function conflict(options: { message?: string } = {}): Failure {
  return {
    name: 'conflict',
    handle: async ({ res }) =>
      answerError(res, 409, options.message ?? 'head out of date'),
  };
}

/** 422: nothing was done. By default in the words in which Gitea refuses a branch that is there. */
export function unprocessable(options: { message?: string } = {}): Failure {
  return {
    name: 'unprocessable',
    handle: async ({ res }) =>
      answerError(
        res,
        422,
        options.message ?? 'branch already exists [name: main]',
      ),
  };
}
