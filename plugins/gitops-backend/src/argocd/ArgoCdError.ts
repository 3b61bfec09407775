import {
  InstanceProblem,
  InstanceProblemKind,
  instanceProblemKinds,
  problemAdvice,
  problemSentence,
} from 'backstage-plugin-gitops-common';

/** Why a request to an Argo CD server failed, as far as callers decide by it. */
export type ArgoCdProblem = InstanceProblemKind;

/** These concern one request or one Application. The server itself works. */
const problemsOfOneRequest: ReadonlySet<ArgoCdProblem> = new Set([
  'notFound',
  'blockedByWindow',
  'operationRunning',
  'refused',
]);

/**
 * A request to Argo CD that failed. The message is one English sentence that may be shown to any
 * user. It deliberately has no `status` and no `statusCode`: Backstage would answer its own caller
 * with them.
 */
export class ArgoCdError extends Error {
  readonly problem: ArgoCdProblem;
  /** What exactly failed. `problem` is its kind */
  readonly instanceProblem: InstanceProblem;
  /** How long the server asks to wait */
  readonly retryAfterMs?: number;

  constructor(
    instanceProblem: InstanceProblem,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    const { retryAfterMs, cause } = options;
    super(
      problemSentence(instanceProblem),
      cause === undefined ? undefined : { cause },
    );
    this.name = 'ArgoCdError';
    this.instanceProblem = instanceProblem;
    this.problem = instanceProblemKinds[instanceProblem.code];
    this.retryAfterMs = retryAfterMs;
  }

  /** What those who operate the instance can do about it, in English; null where nothing helps. */
  get advice(): string | null {
    return problemAdvice(this.instanceProblem);
  }

  /** Whether other requests to the same server are likely to fail as well. */
  get concernsInstance(): boolean {
    return !problemsOfOneRequest.has(this.problem);
  }
}
