import type { BareRepository, BranchChange } from '../git/BareRepository';
import { readCommits } from '../git/log';
import { isBranchName, isFilePath } from '../git/refNames';
import { parsePerson } from '../git/Signature';
import { writeCommits } from '../git/writeCommits';
import type { Access } from './access';
import type { Job } from './actions/Job';
import { WorkflowRuns } from './actions/WorkflowRuns';
import type { ForgeRepository } from './Forge';
import { ForgeError } from './ForgeError';
import type { ForgeState } from './ForgeState';
import { Labels } from './Labels';
import type { BranchProtection } from './pulls/BranchProtection';
import { PullRequests } from './pulls/PullRequests';
import { CommitStatuses } from './CommitStatuses';
import type { User } from './Users';
import { Webhooks } from './webhooks/Webhooks';

/** A repository with pull requests, statuses, labels and webhooks. */
export class HostedRepository implements ForgeRepository {
  readonly createdAt: Date;
  readonly pulls: PullRequests;
  readonly statuses = new CommitStatuses();
  readonly labels = new Labels();
  /** By their branches */
  readonly protections = new Map<string, BranchProtection>();
  /** Secrets of its workflows, by name */
  readonly secrets = new Map<string, string>();
  /** Absent where Actions are switched off */
  readonly actions?: WorkflowRuns;
  readonly webhooks: Webhooks;
  /** What people may do here by their logins in lower case, where it is not the usual */
  readonly collaborators = new Map<string, Access>();
  /** Teams of its organisation that were added, by their names in lower case */
  readonly teams = new Set<string>();
  updatedAt: Date;
  /** When it was archived: it takes no changes since */
  archivedAt?: Date;

  constructor(
    readonly forge: ForgeState,
    readonly git: BareRepository,
    readonly settings: {
      id: number;
      owner: User;
      name: string;
      defaultBranch: string;
      description: string;
      isPrivate: boolean;
      /** What its workflows do, by their files; absent where Actions are switched off */
      jobs?: ReadonlyMap<string, Job>;
    },
  ) {
    this.createdAt = forge.now();
    this.updatedAt = this.createdAt;
    this.pulls = new PullRequests(this);
    this.webhooks = new Webhooks(this);
    if (settings.jobs) this.actions = new WorkflowRuns(this, settings.jobs);
    git.onChange(change => {
      this.updatedAt = forge.now();
      this.followFirstPush(change);
      this.pulls.branchChanged(change);
      this.webhooks.branchChanged(change);
    });
  }

  get owner(): string {
    return this.settings.owner.login;
  }

  get name(): string {
    return this.settings.name;
  }

  get defaultBranch(): string {
    return this.settings.defaultBranch;
  }

  get htmlUrl(): string {
    return `${this.forge.baseUrl}/${encodeURIComponent(
      this.owner,
    )}/${encodeURIComponent(this.name)}`;
  }

  get apiUrl(): string {
    return this.htmlUrl.replace(
      this.forge.baseUrl,
      `${this.forge.baseUrl}/api/v1/repos`,
    );
  }

  get url(): string {
    return `${this.htmlUrl}.git`;
  }

  /**
   * The first branch that is pushed into an empty repository is its default branch, as with Gitea.
   */
  private followFirstPush({ branch, before, after }: BranchChange): void {
    const heads = this.git.heads();
    const isFirst = before === undefined && heads.size === 1;
    if (after && isFirst && !heads.has(this.defaultBranch))
      this.settings.defaultBranch = branch;
  }

  async head(branch: string): Promise<string | undefined> {
    return this.git.heads().get(branch);
  }

  async files(commit: string): Promise<ReadonlyMap<string, string>> {
    return this.git.files(commit);
  }

  async metadata(
    commit: string,
  ): Promise<{ author: string; date: string; message: string }> {
    const [{ author, message }] = await readCommits(this.git.dir, [commit]);
    return {
      author: `${author.name} <${author.email}>`,
      date: author.date.toISOString(),
      message,
    };
  }

  onChange(
    listener: (change: { branch: string; commit: string }) => void,
  ): () => void {
    return this.git.onChange(({ branch, after }) => {
      if (after) listener({ branch, commit: after });
    });
  }

  async commit(change: {
    branch: string;
    message: string;
    author: string;
    files: ReadonlyMap<string, string | null>;
  }): Promise<string> {
    const { branch, files } = change;
    if (!isBranchName(branch))
      throw new ForgeError(422, `branch name is invalid [name: ${branch}]`);
    const malformed = [...files.keys()].find(path => !isFilePath(path));
    if (malformed !== undefined)
      throw new ForgeError(422, `path is malformed [path: ${malformed}]`);
    return this.git.write(this.owner, async () => {
      const heads = this.git.heads();
      const author = { ...parsePerson(change.author), date: this.forge.now() };
      const base = heads.get(branch) ?? heads.get(this.defaultBranch);
      return writeCommits(this.git.dir, {
        branch,
        base,
        commits: [{ message: change.message, author, files }],
      });
    });
  }
}
