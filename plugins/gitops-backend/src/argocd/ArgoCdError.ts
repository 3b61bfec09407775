/** What went wrong between this backend and an Argo CD server. */
export type ArgoCdProblem =
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
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

/**
 * A request to Argo CD that failed. The message is one sentence that may be shown to any user. Deliberately without a `status` or `statusCode`, which Backstage
 * would pass on as its own answer's.
 */
export class ArgoCdError extends Error {
  readonly problem: ArgoCdProblem;
  /** How long the server asks to wait */
  readonly retryAfterMs?: number;

  constructor(
    problem: ArgoCdProblem,
    message: string,
    options?: { retryAfterMs?: number; cause?: unknown },
  ) {
    super(message, options);
    this.name = 'ArgoCdError';
    this.problem = problem;
    this.retryAfterMs = options?.retryAfterMs;
  }

  /** What those who operate the instance can do about it */
  get advice(): string {
    return advices[this.problem];
  }
}
