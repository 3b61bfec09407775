import type { ArgoCdError } from '../argocd/ArgoCdError';

/** How well one instance's part of the inventory is known, as its reflector sees it. Times are milliseconds since the epoch. */
export interface InstanceState {
  readonly status: 'connecting' | 'connected' | 'stale';
  /** Since when what is held is not current; absent while it is */
  readonly staleSince?: number;
  /** A sentence for everyone; absent while all is well */
  readonly reason?: string;
  /** What those who operate it can do */
  readonly advice?: string;
  readonly lastList?: number;
  readonly lastEvent?: number;
  /** Listed items that could not be read */
  readonly malformed: number;
}

export function connecting(now: number): InstanceState {
  return {
    status: 'connecting',
    staleSince: now,
    reason: 'It has not been read yet',
    malformed: 0,
  };
}

/** After a complete list. */
export function listed(
  state: InstanceState,
  now: number,
  malformed: number,
): InstanceState {
  return {
    status: 'connected',
    lastList: now,
    lastEvent: state.lastEvent,
    malformed,
  };
}

/** After a list that lacks more than half of what is held, or has nothing where nothing is known yet: it may be incomplete. What is held stays, marked. */
export function doubted(
  state: InstanceState,
  now: number,
  list: { count: number; held: number; malformed: number },
): InstanceState {
  const { count, held, malformed } = list;
  return {
    ...listed(state, now, malformed),
    status: held === 0 ? 'connecting' : 'stale',
    staleSince: state.staleSince ?? state.lastList ?? now,
    reason:
      held === 0
        ? 'It lists no Applications yet. Whether there are any, further lists tell'
        : `It lists ${count} of ${held} Applications. What is missing is shown as it was until further lists confirm it`,
    advice:
      'Argo CD may be starting up, or the account may see fewer projects than before. Nothing to do where this is intended.',
  };
}

export function failed(
  state: InstanceState,
  now: number,
  error: ArgoCdError,
): InstanceState {
  return {
    ...state,
    status: 'stale',
    // What is held was current until the last sign of life
    staleSince:
      state.staleSince ??
      (Math.max(state.lastList ?? 0, state.lastEvent ?? 0) || now),
    reason: error.message,
    advice: error.advice,
  };
}
