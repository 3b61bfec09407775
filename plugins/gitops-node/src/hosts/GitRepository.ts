import type { GitRights } from './GitRights';
import type { GitWorkflows } from './GitWorkflows';
import type {
  MergeAnswer,
  MergeRequest,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from './PullRequest';
import type {
  BranchChange,
  CallOptions,
  Commit,
  Comparison,
  DirectoryEntry,
  GitCredentials,
  NewRepository,
  RepositoryInfo,
  RepositoryVisibility,
} from './repositoryTypes';

/**
 * One repository of a host. What `ensure…` makes is found before it is made: called twice, or after
 * an answer that got lost, it gives the same one.
 *
 * @public
 */
export interface GitRepository {
  readonly host: string;
  /**
   * As people name it: `platform/gitops`, or with more parts where the host has groups or projects
   */
  readonly name: string;
  /** Its page */
  readonly url: string;

  /**
   * What is known of the repository itself.
   *
   * @throws GitHostError `notFound` where it does not exist or the credentials may not see it
   */
  get(options: CallOptions): Promise<RepositoryInfo>;

  /** The commit a branch points to; undefined where there is no such branch. Full SHA */
  head(branch: string, options: CallOptions): Promise<string | undefined>;

  /**
   * A file's bytes at a commit, branch or tag; undefined where it does not exist.
   *
   * @throws GitHostError `notAFile` for a directory, symbolic link or submodule, `tooLarge` beyond
   * {@link MAX_FILE_BYTES}
   */
  read(
    file: { path: string; ref: string },
    options: CallOptions,
  ): Promise<Uint8Array | undefined>;

  /** Names in a directory, not below it; empty where it does not exist */
  list(
    directory: { path: string; ref: string },
    options: CallOptions,
  ): Promise<DirectoryEntry[]>;

  /**
   * Makes a branch that is one commit ahead of `base.sha`, which changes `files`; on Bitbucket Data
   * Center there is a commit for each file, and none can be deleted. A branch that is there already
   * is left as it is where its files are those asked for, and is otherwise refused.
   *
   * @returns the branch's head
   * @throws GitHostError `conflict` where the branch exists with other content
   */
  ensureBranch(
    change: BranchChange,
    options: CallOptions,
  ): Promise<{ head: string; made: boolean }>;

  /**
   * Makes a branch of ours anew, one commit ahead of a newer `base.sha`, with the same files; its
   * pull request stays. For hosts that merge only what is up to date with its base. A branch that
   * was made anew already is found. Absent where the host can't.
   *
   * @returns the branch's head
   * @throws GitHostError `conflict` where the head is another than the expected one
   */
  remakeBranch?(
    change: BranchChange & { expectedHead: string },
    options: CallOptions,
  ): Promise<{ head: string }>;

  /**
   * Opens the pull request of a branch, or finds it: an open one whatever its base is now, since
   * somebody may have retargeted it, else one with the same base in whatever state it is. One that
   * was closed or merged is not opened again.
   *
   * @throws GitHostError `nothingToMerge` where the branches don't differ
   */
  ensurePullRequest(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<{ pullRequest: PullRequest; made: boolean }>;

  /**
   * The newest pull request from `branch` into `base`, open before merged before closed; undefined
   * where there never was one. Without `base`, whatever base it has now.
   */
  findPullRequest(
    of: { branch: string; base?: string },
    options: CallOptions,
  ): Promise<PullRequest | undefined>;

  /** @throws GitHostError `notFound` */
  pullRequest(number: number, options: CallOptions): Promise<PullRequest>;

  /**
   * Adds labels to a pull request. Those that it has already are left; some hosts make a label that
   * is missing.
   *
   * @returns names of those that the host refuses; a host that fails or limits the rate of requests
   * refuses nothing, and throws
   */
  addLabels(
    to: { number: number; labels: readonly string[] },
    options: CallOptions,
  ): Promise<{ refused: string[] }>;

  /**
   * Asks for reviews of a pull request, beside those that were asked for before.
   *
   * @param of - `reviewers` are names of users of the host; on GitHub and Gitea `organisation/team`
   * is a team
   * @returns names of those that the host refuses; a host that fails or limits the rate of requests
   * refuses nothing, and throws
   */
  requestReviewers(
    of: { number: number; reviewers: readonly string[] },
    options: CallOptions,
  ): Promise<{ refused: string[] }>;

  /**
   * Writes a status of ours to the head of a pull request, where branch protection can require it.
   * The same context again replaces what it said before.
   */
  setStatus(status: OwnStatus, options: CallOptions): Promise<void>;

  /**
   * Merges a pull request, if its head and its base are still the expected ones. One that is merged
   * already is success, and is not merged again. That it can't be merged now (a check runs, a
   * review is missing) is an answer, not an error. Merges of one pull request wait for each other
   * within this process; some hosts (Gitea) merge twice what two processes merge at the same
   * moment.
   *
   * @throws GitHostError `conflict` where the head or the base is another
   */
  merge(merge: MergeRequest, options: CallOptions): Promise<MergeAnswer>;

  /**
   * Whether the host will merge a pull request by itself when it is ready, as it was asked to.
   * Absent where the host doesn't tell
   */
  isQueued?(of: { number: number }, options: CallOptions): Promise<boolean>;

  /**
   * Takes back that the host merges a pull request when it is ready. Absent where the host can't
   * merge so
   */
  cancelMerge?(of: { number: number }, options: CallOptions): Promise<void>;

  /** Closes without merging, with a comment. One that is not open any more is left as it is */
  close(
    close: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<PullRequest>;

  /**
   * Deletes a branch; one that is gone already is success, and one that open pull requests go to is
   * left
   */
  deleteBranch(branch: string, options: CallOptions): Promise<void>;

  /** The newest commits that changed `path` on `ref`, newest first, at most `limit` (at most 50) */
  commits(
    of: { path: string; ref: string; limit: number },
    options: CallOptions,
  ): Promise<Commit[]>;

  /**
   * Whether `commit` is `of` or one of its ancestors; undefined where the host doesn't know one of
   * them, or not yet
   */
  isContained(
    question: { commit: string; of: string },
    options: CallOptions,
  ): Promise<boolean | undefined>;

  /**
   * Commits that `to` has and `from` has not. With a `path`, only those that changed it.
   *
   * @param of - `from` and `to` are full SHAs
   * @returns undefined where the host doesn't know one of them
   */
  compare(
    of: { from: string; to: string; path?: string },
    options: CallOptions,
  ): Promise<Comparison | undefined>;

  /** With which it can be made. Absent where the host can't make repositories */
  readonly visibilities?: readonly RepositoryVisibility[];

  /**
   * Makes the repository, empty, if it is not there; its owner has to be. One that is there is left
   * as it is, whatever its settings. Absent where the host can't.
   *
   * @throws GitHostError `notFound` where there is no such owner, `forbidden` where the credentials
   * may not make repositories of it
   */
  ensureExists?(
    settings: NewRepository,
    options: CallOptions,
  ): Promise<{ made: boolean }>;

  /**
   * What git over https needs for it. Absent where the host can't tell.
   *
   * @throws GitHostError `unauthorized` where there are no credentials
   */
  gitCredentials?(options: CallOptions): Promise<GitCredentials>;

  /**
   * Workflows of the host's own CI, where it has one that can be dispatched: GitHub Actions, Gitea
   * Actions, GitLab pipelines
   */
  readonly workflows?: GitWorkflows;

  /** Absent where this product can't change them */
  readonly rights?: GitRights;
}
