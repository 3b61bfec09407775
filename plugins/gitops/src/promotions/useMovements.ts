import { useApi } from '@backstage/frontend-plugin-api';
import {
  Freeze,
  Promotion,
  promotionsChannel,
  Transition,
} from 'backstage-plugin-gitops-common';
import { useCallback } from 'react';
import { gitopsApiRef } from '../api';
import { useFreezeSignals } from '../freezes/useFreezes';
import { Live } from '../live/LiveResource';
import { useSignalledResource } from '../live/useSignalledResource';

/** What moves between the environments of a service: what may, what does, and what did. */
export interface Movements {
  transitions: Transition[];
  /** Those under way, and those that ended last */
  promotions: Promotion[];
  /** Those in force and to come */
  freezes: Freeze[];
}

/** Kept up to date. */
export function useMovements(
  entityRef: string,
): Live<Movements> & { refresh: () => void } {
  const api = useApi(gitopsApiRef);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [transitions, { items: freezes }] = await Promise.all([
        api.transitions(entityRef, { signal }),
        api.freezes({ service: entityRef }, { signal }),
      ]);
      const promotions = transitions.flatMap(
        ({ promotion, last }) => promotion ?? last ?? [],
      );
      return { transitions, promotions, freezes };
    },
    [api, entityRef],
  );
  const live = useSignalledResource(promotionsChannel(entityRef), load);
  useFreezeSignals(live.refresh);
  return live;
}
