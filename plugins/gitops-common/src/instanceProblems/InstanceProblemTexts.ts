import type { Sentences } from '../reasons';
import type { InstanceProblemParams } from './InstanceProblem';
import type { InstanceProblemKind } from './kinds';

/** What one language says of the problems of Argo CD instances. */
export interface InstanceProblemTexts {
  /** Without a full stop: a log or an error goes on after them */
  sentences: Sentences<InstanceProblemParams>;
  /** What to do where a problem tells more than its kind; null where nothing is to be done */
  preciseAdvices: {
    [Code in
      | 'rightMissing'
      | 'deniedByCluster'
      | 'maskUnknown'
      | 'unforeseen']: (params: InstanceProblemParams[Code]) => string | null;
  };
  /** What to do about each other problem of a kind; null where nothing helps but waiting */
  advices: Record<InstanceProblemKind, string | null>;
}

/** ` (ECONNREFUSED)`; nothing where there is no code. */
export function inParentheses(errorCode: string | undefined): string {
  return errorCode ? ` (${errorCode})` : '';
}
