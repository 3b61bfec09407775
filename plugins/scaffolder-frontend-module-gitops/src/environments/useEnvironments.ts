import { ErrorLike, toError } from '@backstage/errors';
import { fetchApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Environment, GitopsClient } from 'backstage-plugin-gitops-common';
import { useCallback, useEffect, useState } from 'react';
import { ordered } from './chosenEnvironments';

export const timeoutMs = 10_000;

export type Environments =
  | { status: 'loading' }
  | { status: 'failed'; error: ErrorLike }
  | { status: 'loaded'; environments: Environment[] };

/** Thrown where the backend is silent for {@link timeoutMs}. */
export class NoAnswerError extends Error {}

/** The environments of the portal's configuration, in their order. */
export function useEnvironments(): Environments & { retry: () => void } {
  const fetchApi = useApi(fetchApiRef);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Environments>({ status: 'loading' });

  useEffect(() => {
    const request = new AbortController();
    const tell = (next: Environments) => {
      if (!request.signal.aborted) setState(next);
    };
    const timer = setTimeout(() => {
      tell({ status: 'failed', error: toError(new NoAnswerError()) });
      request.abort();
    }, timeoutMs);
    setState({ status: 'loading' });
    new GitopsClient({ fetchApi })
      .environments({ signal: request.signal })
      .then(
        environments =>
          tell({ status: 'loaded', environments: ordered(environments) }),
        cause => tell({ status: 'failed', error: toError(cause) }),
      )
      .finally(() => clearTimeout(timer));
    return () => {
      clearTimeout(timer);
      request.abort();
    };
  }, [fetchApi, attempt]);

  const retry = useCallback(() => setAttempt(number => number + 1), []);
  return { ...state, retry };
}
