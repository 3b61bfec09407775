/** Why a request to an Argo CD server failed. */
export type ArgoCdProblem =
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'blockedByWindow'
  | 'operationRunning'
  | 'refused'
  | 'rateLimited'
  | 'serverError'
  | 'nonsense'
  | 'unreachable'
  | 'timeout'
  | 'misconfigured';

const advices: Record<ArgoCdProblem, string> = {
  unauthorized:
    'Make a new token for the account (argocd account generate-token --account <account>) and configure it, or correct the user name and password. A token in a file is read again by itself.',
  forbidden:
    'Grant the account the policy "p, <account>, applications, get, */*, allow" in argocd-rbac-cm.',
  notFound:
    'Check the url: it is the address of Argo CD itself, without /api/v1.',
  blockedByWindow:
    'Wait until the sync window of the AppProject allows the sync.',
  operationRunning: 'Wait until the running operation has finished.',
  refused:
    'Follow the message. If it does not help, look at the logs of argocd-server.',
  rateLimited:
    'Argo CD or a proxy before it limits requests. Reading goes on more slowly.',
  serverError: 'Look at the logs of argocd-server.',
  nonsense:
    'Something other than Argo CD answered, perhaps a proxy or a sign-in page. Check the url and the path to it.',
  unreachable:
    'Check that argocd-server runs, and that the url, the certificate authority and the proxy are right.',
  timeout:
    'Check that argocd-server is not overloaded, and the network between it and this backend.',
  misconfigured: 'Correct the configuration of this instance.',
};

/** These concern one request or one Application. The server itself works. */
const problemsOfOneRequest: ReadonlySet<ArgoCdProblem> = new Set([
  'notFound',
  'blockedByWindow',
  'operationRunning',
  'refused',
]);

/**
 * A request to Argo CD that failed. The message is one sentence that may be shown to any user. It
 * deliberately has no `status` and no `statusCode`: Backstage would answer its own caller with
 * them.
 */
export class ArgoCdError extends Error {
  readonly problem: ArgoCdProblem;
  /** How long the server asks to wait */
  readonly retryAfterMs?: number;
  /** What those who operate the instance can do about it */
  readonly advice: string;

  constructor(
    problem: ArgoCdProblem,
    message: string,
    options: { retryAfterMs?: number; advice?: string; cause?: unknown } = {},
  ) {
    const { retryAfterMs, advice = advices[problem], cause } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ArgoCdError';
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
    this.advice = advice;
  }

  /** Whether other requests to the same server are likely to fail as well. */
  get concernsInstance(): boolean {
    return !problemsOfOneRequest.has(this.problem);
  }
}
