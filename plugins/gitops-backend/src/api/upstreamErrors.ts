import {
  ConflictError,
  InputError,
  isError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { GitHostError } from 'backstage-plugin-gitops-node';
import type { ErrorRequestHandler } from 'express';
import { ArgoCdError } from '../argocd/ArgoCdError';
import { errorForCaller } from '../argocd/errorForCaller';

const TOO_LONG =
  'Argo CD or a Git host answers too slowly, so this took too long. Try it again';

/**
 * Translates what Git hosts and Argo CD refuse. They refuse this backend, not its caller: their 401
 * must not become our 401.
 */
export const upstreamErrors: ErrorRequestHandler = (
  error,
  _req,
  _res,
  next,
) => {
  if (error instanceof GitHostError) next(ofGitHost(error));
  else if (error instanceof ArgoCdError) next(errorForCaller(error));
  // A time limit of this backend, for work that makes several requests
  else if (isError(error) && error.name === 'TimeoutError')
    next(new ServiceUnavailableError(TOO_LONG));
  else next(error);
};

function ofGitHost({ problem, message }: GitHostError): Error {
  switch (problem) {
    case 'conflict':
    case 'nothingToMerge':
      return new ConflictError(message);
    case 'notAFile':
    case 'tooLarge':
      return new InputError(message);
    default:
      return new ServiceUnavailableError(message);
  }
}
