import {
  InstanceProblem,
  InstanceProblemKind,
  instanceProblemKinds,
  problemAdvice,
  problemSentence,
} from 'backstage-plugin-gitops-common';

/** These concern one request or one Application. The server itself works. */
const kindsOfOneRequest: ReadonlySet<InstanceProblemKind> = new Set([
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
  readonly problem: InstanceProblem;
  /** By which callers decide */
  readonly kind: InstanceProblemKind;
  /** How long the server asks to wait */
  readonly retryAfterMs?: number;

  constructor(
    problem: InstanceProblem,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    const { retryAfterMs, cause } = options;
    super(
      problemSentence(problem),
      cause === undefined ? undefined : { cause },
    );
    this.name = 'ArgoCdError';
    this.problem = problem;
    this.kind = instanceProblemKinds[problem.code];
    this.retryAfterMs = retryAfterMs;
  }

  /** What those who operate the instance can do about it, in English; null where nothing helps. */
  get advice(): string | null {
    return problemAdvice(this.problem);
  }

  /** Whether other requests to the same server are likely to fail as well. */
  get concernsInstance(): boolean {
    return !kindsOfOneRequest.has(this.kind);
  }
}
