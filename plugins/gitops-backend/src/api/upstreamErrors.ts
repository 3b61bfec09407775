import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
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
  if (error instanceof GitHostError)
    next(
      error.problem === 'conflict' || error.problem === 'nothingToMerge'
        ? new ConflictError(error.message)
        : new ServiceUnavailableError(error.message),
    );
  else if (error instanceof ArgoCdError)
    next(new ServiceUnavailableError(error.message));
  else next(error);
};
