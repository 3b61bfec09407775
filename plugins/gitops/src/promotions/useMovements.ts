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
  /** Those under way, then the others, newest first */
  promotions: Promotion[];
}

/** Kept up to date. */
export function useMovements(
  entityRef: string,
): Live<Movements> & { refresh: () => void } {
  const api = useApi(gitopsApiRef);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [transitions, listed] = await Promise.all([
        api.transitions(entityRef, { signal }),
        api.promotions({ service: entityRef }, { signal }),
      ]);
      const underWay = transitions.flatMap(({ promotion }) => promotion ?? []);
      const known = new Set(underWay.map(({ id }) => id));
      const others = listed.filter(({ id }) => !known.has(id));
      return { transitions, promotions: [...underWay, ...others] };
    },
    [api, entityRef],
  );
  return useSignalledResource(promotionsChannel(entityRef), load);
}
