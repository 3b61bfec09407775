/**
 * A Git host, reached with the credentials that Backstage's `integrations` hold for it. Every method of it and of its repositories takes an AbortSignal, has a time limit of its own,
 * and throws {@link GitHostError} for what the host refuses or fails at.
 *
 * @public
 */
export interface GitHost {
  /** Name of the kind of host, for example `gitea` */
  readonly type: GitHostType;
  /** The host's name with its port, for example `git.example.com:3000` */
  readonly host: string;
  /** Other names by which addresses may call it, with their ports: a host that is reached by another address than the one that manifests know it by */
  readonly aliases?: readonly string[];
  /**
   * The repository that a clone or web address names, https or ssh. Nothing is asked of the host.
   *
   * @throws InputError where the address names none
   */
  repository(url: string): GitRepository;
}

/** Those that come along; others name themselves. @public */
export type GitHostType =
  | 'github'
  | 'gitlab'
  | 'gitea'
  | 'bitbucketCloud'
  | 'azureDevOps'
  | (string & {});

/** @public */
export interface CallOptions {
  signal: AbortSignal;
}

/**
 * One repository of a host. What `ensure…` makes is found before it is made: called twice, or after an answer that got lost, it gives the same one.
 *
 * @public
 */
export interface GitRepository {
  readonly host: string;
  /** As people name it: `platform/gitops`, or with more parts where the host has groups or projects */
  readonly name: string;
  /** Its page */
  readonly url: string;

  /** What is known of the repository itself. @throws GitHostError `notFound` where it does not exist or the credentials may not see it */
  get(options: CallOptions): Promise<RepositoryInfo>;

  /** The commit a branch points to; undefined where there is no such branch. Full SHA */
  head(branch: string, options: CallOptions): Promise<string | undefined>;

  /** A file's bytes at a commit, branch or tag; undefined where it does not exist. @throws GitHostError `notAFile` for a directory, symbolic link or submodule, `tooLarge` beyond {@link MAX_FILE_BYTES} */
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
   * Makes a branch that is one commit ahead of `base.sha`, which changes `files`. A branch that is there already is left as it is where its files are those asked for, and is otherwise refused.
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
   * already is success, and is not merged again. That it can't be merged now (a check runs, a review
   * is missing) is an answer, not an error. Merges of one pull request wait for each other within
   * this process; some hosts (Gitea) merge twice what two processes merge at the same moment.
   *
   * @throws GitHostError `conflict` where the head or the base is another
   */
  merge(merge: MergeRequest, options: CallOptions): Promise<MergeAnswer>;

  /** Closes without merging, with a comment. One that is not open any more is left as it is */
  close(
    close: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<PullRequest>;

  /** Deletes a branch; one that is gone already is success */
  deleteBranch(branch: string, options: CallOptions): Promise<void>;

  /** The newest commits that changed `path` on `ref`, newest first, at most `limit` (at most 50) */
  commits(
    of: { path: string; ref: string; limit: number },
    options: CallOptions,
  ): Promise<Commit[]>;

  /** Whether `commit` is `of` or one of its ancestors; undefined where the host doesn't know one of them, or not yet */
  isContained(
    question: { commit: string; of: string },
    options: CallOptions,
  ): Promise<boolean | undefined>;

  /**
   * Makes the repository, empty, if it is not there; its owner has to be. One that is there is left as it is, whatever its settings. Absent where the host can't.
   *
   * @throws GitHostError `notFound` where there is no such owner, `forbidden` where the credentials may not make repositories of it
   */
  ensureExists?(
    settings: NewRepository,
    options: CallOptions,
  ): Promise<{ made: boolean }>;

  /** What git over https needs for it. Absent where the host can't tell. @throws GitHostError `unauthorized` where there are no credentials */
  gitCredentials?(options: CallOptions): Promise<GitCredentials>;

  /** Workflows of the host's own CI, where it has one that can be dispatched: GitHub Actions, Gitea Actions, GitLab pipelines */
  readonly workflows?: GitWorkflows;
}

/** @public */
export const MAX_FILE_BYTES = 1024 * 1024;

/** @public */
export interface RepositoryInfo {
  defaultBranch: string;
  /** Whether the repository takes no changes at all */
  isArchived: boolean;
  /** Whether the credentials may push; undefined where the host doesn't tell */
  canPush?: boolean;
}

/** @public */
export interface NewRepository {
  description?: string;
  /** Else everybody may read it */
  isPrivate: boolean;
}

/** @public */
export interface GitCredentials {
  /** Address to clone from and to push to, without credentials */
  url: string;
  username: string;
  /** Never to stand in a log, an error or an answer */
  password: string;
}

/** @public */
export interface DirectoryEntry {
  name: string;
  /** From the repository's root */
  path: string;
  kind: 'file' | 'directory' | 'other';
}

/** @public */
export interface BranchChange {
  branch: string;
  /** What the commit is made on */
  base: { branch: string; sha: string };
  /** New bytes of each file by its path from the repository's root; null deletes. Not empty */
  files: ReadonlyMap<string, Uint8Array | null>;
  /** Subject, empty line, body, trailers */
  message: string;
}

/** @public */
export interface PullRequestChange {
  branch: string;
  base: string;
  /** Cut by the host implementation to what the host takes */
  title: string;
  /** Markdown; cut alike, between lines */
  body: string;
}

/** @public */
export interface PullRequest {
  number: number;
  url: string;
  title: string;
  state: 'open' | 'merged' | 'closed';
  /** Head of the branch as the host has it */
  head: string;
  base: string;
  createdAt: string;
  /** Who merged it or closed it; undefined while open and where the host doesn't tell */
  endedBy?: string;
  /** ISO 8601 */
  endedAt?: string;
  /** The commit on the base branch that brought it, whatever the method of merging; undefined where not merged */
  mergeCommit?: string;
  /** Whether it could be merged as far as conflicts go; undefined while the host doesn't know yet */
  isMergeable?: boolean;
  /**
   * Statuses and checks of the head, without those of ours ({@link OWN_STATUS}): what a gate says is
   * known here, and must not be waited for as if it were somebody else's check. Undefined where the
   * host doesn't tell them with the pull request
   */
  checks?: { passed: number; failed: number; pending: number };
  /** Names of those who approved it; undefined where the host doesn't tell */
  approvedBy?: string[];
}

/**
 * What contexts of our own statuses begin with.
 *
 * @public
 */
export const OWN_STATUS = 'gitops/';

/**
 * What we say of the head of a pull request.
 *
 * @public
 */
export interface OwnStatus {
  /** The pull request whose head it is: Azure DevOps requires statuses of pull requests, not of commits */
  number: number;
  /** The head, in full */
  sha: string;
  /** Begins with {@link OWN_STATUS}; one context for each gate */
  context: `${typeof OWN_STATUS}${string}`;
  state: 'success' | 'failure' | 'pending';
  /** A sentence, cut to what the host takes */
  description: string;
  /** Page that says more */
  url?: string;
}

/** @public */
export interface MergeRequest {
  number: number;
  expectedHead: string;
  /** Else whatever base it has now */
  expectedBase?: string;
  /** Else what the repository does by default */
  method?: MergeMethod;
  /**
   * Where it can't be merged now, the host is asked to merge it when it is ready, by its auto-merge
   * or merge queue; where it has none, or doesn't allow it, this makes no difference. From then on
   * the host decides, also about a head that is pushed later.
   */
  whenReady?: boolean;
}

/** @public */
export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** @public */
export type MergeAnswer =
  | { merged: true; pullRequest: PullRequest }
  | {
      merged: false;
      /** Whether the host has taken over to merge it when it is ready */
      isQueued?: true;
      /** A sentence: what it waits for */
      reason: string;
    };

/** @public */
export interface Commit {
  sha: string;
  /** First line of the message */
  subject: string;
  body: string;
  author: { name: string; email: string };
  /** ISO 8601 */
  date: string;
  url: string;
}

/** @public */
export interface GitWorkflows {
  /** The newest runs of a workflow, newest first. `file` is its file's name (`promote.yaml`); GitLab has one pipeline and takes no notice of it */
  runs(
    of: { file: string; branch?: string; limit: number },
    options: CallOptions,
  ): Promise<WorkflowRun[]>;
  /** @throws GitHostError `notFound` where there is no such workflow or it can't be dispatched */
  dispatch(
    dispatch: { file: string; ref: string; inputs: Record<string, string> },
    options: CallOptions,
  ): Promise<void>;
}

/** @public */
export interface WorkflowRun {
  /** The host's own identity of it */
  id: string;
  number: number;
  title: string;
  event: string;
  state:
    | 'waiting'
    | 'running'
    | 'succeeded'
    | 'failed'
    | 'cancelled'
    | 'skipped';
  /** What was run: the branch or tag, and its commit */
  ref: string;
  sha: string;
  actor?: string;
  startedAt?: string;
  finishedAt?: string;
  url: string;
}
