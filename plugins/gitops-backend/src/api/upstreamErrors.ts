import {
  ConflictError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { GitHostError } from 'backstage-plugin-gitops-node';
import type { ErrorRequestHandler } from 'express';
import { ArgoCdError } from '../argocd/ArgoCdError';

/** What a Git host or Argo CD refuses this backend is not what the caller may not do: their 401 is no 401 of ours. */
export const upstreamErrors: ErrorRequestHandler = (
  error,
  _req,
  _res,
  next,
) => {
  if (error instanceof GitHostError) next(ofGitHost(error));
  else if (error instanceof ArgoCdError)
    next(new ServiceUnavailableError(error.message));
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
