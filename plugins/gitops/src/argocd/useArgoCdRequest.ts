import { useApi } from '@backstage/frontend-plugin-api';
import { GitopsApi } from 'backstage-plugin-gitops-common';
import { useCallback, useEffect, useState } from 'react';
import { gitopsApiRef } from '../api';
import { useAction } from '../live/useAction';
import { ArgoCdRequest } from './requests';

/**
 * What follows is seen on the card itself: what was asked for is told no longer than it takes to
 * read
 */
const tellMs = { done: 15_000, failed: 60_000 };

/** The last thing that was asked for, and how it went. */
export type Asked = { request: ArgoCdRequest } & (
  | { status: 'running' | 'done' }
  | { status: 'failed'; error: Error }
);

/**
 * Asks Argo CD for one thing at a time.
 *
 * @param onDone - told of what Argo CD has taken on: its result comes later
 */
export function useArgoCdRequest(onDone: (request: ArgoCdRequest) => void): {
  ask: (request: ArgoCdRequest) => void;
  asked: Asked | null;
} {
  const api = useApi(gitopsApiRef);
  const { run, isRunning, error } = useAction();
  const [request, setRequest] = useState<ArgoCdRequest | null>(null);
  const toldMs = error === null ? tellMs.done : tellMs.failed;

  useEffect(() => {
    if (request === null || isRunning) return undefined;
    const timer = setTimeout(() => setRequest(null), toldMs);
    return () => clearTimeout(timer);
  }, [isRunning, request, toldMs]);

  const ask = useCallback(
    (next: ArgoCdRequest) => {
      setRequest(next);
      run(
        signal => send(api, next, signal),
        () => onDone(next),
      );
    },
    [api, run, onDone],
  );
  return { ask, asked: request && outcomeOf(request, isRunning, error) };
}

function outcomeOf(
  request: ArgoCdRequest,
  isRunning: boolean,
  error: Error | null,
): Asked {
  if (error !== null) return { request, status: 'failed', error };
  return { request, status: isRunning ? 'running' : 'done' };
}

function send(
  api: GitopsApi,
  request: ArgoCdRequest,
  signal: AbortSignal,
): Promise<void> {
  const { instance, namespace, name } = request.application;
  const application = { instance, namespace, name };
  switch (request.action) {
    case 'sync':
      return api.syncApplication(
        application,
        { revision: request.revision },
        { signal },
      );
    case 'refreshSecrets':
      return api.refreshSecrets(application, {}, { signal });
    default:
      return api.refreshApplication(application, { signal });
  }
}
