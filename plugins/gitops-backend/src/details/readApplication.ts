import {
  ForwardedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { ApplicationDetails } from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { ApplicationDetail } from '../argocd/detailSchemas';

export type Optional = <T>(
  part: string,
  answer: Promise<T>,
) => Promise<T | undefined>;

/** Reads parts of which each may fail by itself: those are named. */
export function parts(signal: AbortSignal) {
  const unavailable: ApplicationDetails['unavailable'] = [];
  const optional: Optional = async (part, answer) => {
    try {
      return await answer;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ArgoCdError)) throw error;
      unavailable.push({ part, reason: error.message });
      return undefined;
    }
  };
  return { optional, unavailable };
}

/** @throws NotFoundError, ServiceUnavailableError, ForwardedError */
export async function readApplication(
  client: Pick<ArgoCdClient, 'get'>,
  application: Application,
  signal: AbortSignal,
): Promise<ApplicationDetail> {
  return client.get(application, signal).catch(error => {
    throw asBackstageError(error, application);
  });
}

function asBackstageError(
  error: unknown,
  { instance, name }: Application,
): Error {
  if (!(error instanceof ArgoCdError))
    return new ForwardedError(
      `Reading ${name} from Argo CD ${instance} failed`,
      error,
    );
  if (error.problem === 'notFound')
    return new NotFoundError(`Argo CD ${instance} no longer has ${name}`);
  return new ServiceUnavailableError(
    `Argo CD ${instance} can't be read: ${error.message}`,
  );
}
