import type {
  CallOptions,
  MergeMethod,
  PullRequest,
  PullRequestChange,
} from '../GitHost';

/** What each host does its own way about the pull requests of one repository. */
export interface RestPullRequests {
  /** The one that counts, where there are several */
  find(
    of: { branch: string; base: string },
    options: CallOptions,
  ): Promise<PullRequest | undefined>;

  get(number: number, options: CallOptions): Promise<PullRequest>;

  /** Labels and reviewers that the host doesn't take are named in `refused` */
  open(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<{ number: number; refused: string[] }>;

  /** Has the host merge one that is open; what it waits for is answered */
  accept(
    merge: { number: number; expectedHead: string; method?: MergeMethod },
    options: CallOptions,
  ): Promise<string | undefined>;

  /** Closes one that is open */
  decline(
    close: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<void>;
}
