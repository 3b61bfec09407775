import { isDeepStrictEqual } from 'node:util';
import type { InstanceProblem } from 'backstage-plugin-gitops-common';
import type { ArgoCdError } from '../argocd/ArgoCdError';

/**
 * How well one instance's part of the inventory is known, as its reflector sees it. Times are
 * milliseconds since the epoch.
 */
export interface InstanceState {
  readonly status: 'connecting' | 'connected' | 'stale';
  /** Since when the held Applications are not current; absent while they are */
  readonly staleSince?: number;
  /** Absent while all is well */
  readonly problem?: InstanceProblem;
  readonly lastList?: number;
  readonly lastEvent?: number;
  /** Items of the last list, and of the stream since, that could not be read */
  readonly malformed: number;
}

export function connecting(now: number): InstanceState {
  return {
    status: 'connecting',
    staleSince: now,
    problem: { code: 'notRead', params: {} },
    malformed: 0,
  };
}

/** After a list, or an event that may settle what a list left unconfirmed. */
export function observed(
  state: InstanceState,
  list: { at: number; malformed: number },
  applications: { held: number; missing: number; isEmptyConfirmed: boolean },
): InstanceState {
  const { held, missing, isEmptyConfirmed } = applications;
  const known = {
    lastList: list.at,
    lastEvent: state.lastEvent,
    malformed: list.malformed,
  };
  if (held === 0 ? isEmptyConfirmed : missing <= held / 2)
    return { status: 'connected', ...known };
  return {
    ...known,
    status: held === 0 ? 'connecting' : 'stale',
    staleSince: state.staleSince ?? state.lastList ?? list.at,
    problem:
      held === 0
        ? { code: 'listsNothing', params: {} }
        : { code: 'listsFewer', params: { listed: held - missing, held } },
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
    problem: error.problem,
  };
}

export function isSameProblem(a: InstanceState, b: InstanceState): boolean {
  return isDeepStrictEqual(a.problem, b.problem);
}
