/**
 * What a host's refusal or failure means for who called it:
 * - `unauthorized`: the credentials are not accepted; `forbidden`: they lack a right, which the
 *   message names where the host tells it
 * - `notFound`: no such repository, branch, commit, pull request or workflow, or the credentials
 *   may not see it
 * - `readOnly`: the repository is archived or a mirror
 * - `conflict`: what is there is not what was expected (a moved head, a branch with other content)
 * - `nothingToMerge`: the branches don't differ
 * - `notAFile`, `tooLarge`: what the path names can't be read as a file
 * - `invalid`: the host understood and refuses; asking again won't help
 * - `rateLimited`, `unavailable`: asking again later helps; for `unavailable` it isn't known
 *   whether the work was done
 *
 * @public
 */
export type GitHostProblem =
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'readOnly'
  | 'conflict'
  | 'nothingToMerge'
  | 'notAFile'
  | 'tooLarge'
  | 'invalid'
  | 'rateLimited'
  | 'unavailable';

/**
 * A host refused or failed. The message is a sentence for people that names the repository and what
 * to do; it holds no credentials, and of the host's own words one short line at most.
 *
 * @public
 */
export class GitHostError extends Error {
  readonly problem: GitHostProblem;
  /** How long to wait before asking again, where the host tells */
  readonly retryAfterMs?: number;

  constructor(
    problem: GitHostProblem,
    message: string,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'GitHostError';
    this.problem = problem;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** Whether the same request may succeed later without anybody doing anything. */
  get isTemporary(): boolean {
    return this.problem === 'rateLimited' || this.problem === 'unavailable';
  }
}
