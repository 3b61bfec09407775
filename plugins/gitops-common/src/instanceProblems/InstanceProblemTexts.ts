import type {
  InstanceProblemCode,
  InstanceProblemParams,
} from './InstanceProblem';
import type { InstanceProblemKind } from './kinds';

/** Says a problem of one code in one language. */
export type Say<Code extends InstanceProblemCode> = (
  params: InstanceProblemParams[Code],
) => string;

/** What one language says of the problems of Argo CD instances. */
export interface InstanceProblemTexts {
  /** Without a full stop: a log or an error goes on after them */
  sentences: { [Code in InstanceProblemCode]: Say<Code> };
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
