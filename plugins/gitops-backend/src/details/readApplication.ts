import type { UnavailablePart } from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import { errorForCaller } from '../argocd/errorForCaller';
import type { ApplicationDetail } from '../argocd/detailSchemas';

export type Optional = <T>(
  part: Pick<UnavailablePart, 'part' | 'name'>,
  answer: Promise<T>,
) => Promise<T | undefined>;

/** Reads parts of which each may fail by itself: those are named. */
export function parts(signal: AbortSignal) {
  const unavailable: UnavailablePart[] = [];
  const optional: Optional = async (part, answer) => {
    try {
      return await answer;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ArgoCdError)) throw error;
      const { problem, message: reason } = error;
      unavailable.push({ ...part, problem, reason });
      return undefined;
    }
  };
  return { optional, unavailable };
}

/** @throws NotFoundError, PortalRefusedError, ServiceUnavailableError */
export async function readApplication(
  client: Pick<ArgoCdClient, 'get'>,
  application: Application,
  signal: AbortSignal,
): Promise<ApplicationDetail> {
  return orForCaller(client.get(application, signal), application);
}

/** @throws NotFoundError, PortalRefusedError, ServiceUnavailableError */
export async function orForCaller<T>(
  answer: Promise<T>,
  application: Application,
): Promise<T> {
  return answer.catch(error => {
    throw error instanceof ArgoCdError
      ? errorForCaller(error, application)
      : error;
  });
}
