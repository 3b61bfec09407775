import { useApi, useApiHolder } from '@backstage/frontend-plugin-api';
import { SignalApi, signalApiRef } from '@backstage/plugin-signals-react';
import { GitopsApi } from 'backstage-plugin-gitops-common';
import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import { gitopsApiRef } from '../api';
import { Live } from './LiveResource';
import { LiveStore } from './LiveStore';
import { Question } from './SharedAnswer';

/** An answer that is kept up to date. */
export type Refreshable<T> = Live<T> & {
  /** Reads it now */
  refresh: () => void;
  /** Reads it now, and every few seconds for a minute or until it changes */
  follow: () => void;
};

// One for each client: an app has one
const stores = new WeakMap<GitopsApi, LiveStore>();

function storeOf(api: GitopsApi, signals: SignalApi | undefined): LiveStore {
  const store = stores.get(api) ?? new LiveStore({ api, signals });
  stores.set(api, store);
  return store;
}

/** Asks the backend, and keeps the answer up to date while the component is shown. */
export function useLive<T>(question: Question<T>): Refreshable<T> {
  const api = useApi(gitopsApiRef);
  const signals = useApiHolder().get(signalApiRef);
  const store = storeOf(api, signals);
  const { key } = question;
  // Its key says all that matters of it
  const asked = useRef(question);
  asked.current = question;
  const live = useSyncExternalStore(
    useCallback(
      onChange =>
        store.subscribe(
          { ...asked.current, key } as Question<unknown>,
          onChange,
        ),
      [store, key],
    ),
    () => store.get(key) as Live<T>,
  );
  const refresh = useCallback(() => store.refresh(key), [store, key]);
  const follow = useCallback(() => store.follow(key), [store, key]);
  return useMemo(() => ({ ...live, refresh, follow }), [live, refresh, follow]);
}
