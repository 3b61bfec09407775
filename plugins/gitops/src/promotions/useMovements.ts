import { useApi } from '@backstage/frontend-plugin-api';
import {
  Promotion,
  promotionsChannel,
  Transition,
} from 'backstage-plugin-gitops-common';
import { useCallback } from 'react';
import { gitopsApiRef } from '../api';
import { Live } from '../live/LiveResource';
import { useSignalledResource } from '../live/useSignalledResource';

/** What moves between the environments of a service: what may, what does, and what did. */
export interface Movements {
  transitions: Transition[];
  /** Those under way, and those that ended last */
  promotions: Promotion[];
}

/** Kept up to date. */
export function useMovements(
  entityRef: string,
): Live<Movements> & { refresh: () => void } {
  const api = useApi(gitopsApiRef);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const transitions = await api.transitions(entityRef, { signal });
      const promotions = transitions.flatMap(
        ({ promotion, last }) => promotion ?? last ?? [],
      );
      return { transitions, promotions };
    },
    [api, entityRef],
  );
  return useSignalledResource(promotionsChannel(entityRef), load);
}
