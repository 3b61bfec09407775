import { isError } from '@backstage/errors';
import { GitHostError } from 'backstage-plugin-gitops-node';
import { ArgoCdError } from '../../argocd/ArgoCdError';
import { errorForCaller } from '../../argocd/errorForCaller';

/** Errors whose sentences are for the caller. */
const told = ['InputError', 'ConflictError', 'NotFoundError'];

/** Why there is no plan, as an error for the caller. @throws errors of this backend itself */
export function planProblem(error: unknown): string {
  if (error instanceof GitHostError) return error.message;
  if (error instanceof ArgoCdError) return errorForCaller(error).message;
  if (!isError(error)) throw error;
  if (told.includes(error.name)) return error.message;
  if (error.name === 'TimeoutError') return 'Planning it took too long';
  throw error;
}
