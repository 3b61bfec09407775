import type {
  BranchChange,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../../../plugins/gitops-node/src';
import { GitHostError } from '../../../plugins/gitops-node/src';

type Files = ReadonlyMap<string, string>;

interface Branch {
  head: string;
  files: Files;
  /** Those of the files that its commit changes, each with what it was before */
  changed: ReadonlyMap<string, { before: string | undefined; after: string }>;
  /** Head of the base that it was made on */
  madeOn: string;
}

export interface SimulatedPull extends PullRequest {
  branch: string;
  labels: string[];
  approvedBy: string[];
  /** Whether anybody ever closed it */
  wasClosed: boolean;
  /** How much people had asked of the portal when somebody opened it again that was known closed */
  reopenedAfter?: number;
  /** How often the portal merged it: more than once brings empty commits */
  merges: number;
  /** Whether the host merges it when it is ready */
  isQueued: boolean;
  /** From when on the host tells the commit that merged it */
  commitKnownAt: number;
}

export const PORTAL = 'portal';
/** How long a host takes to tell the commit of a merge, where it takes time. */
const COMMIT_LATE_MS = 50_000;

/** One repository, of which people and the portal make what they like. Nothing here takes time. */
export class SimulatedRepository {
  readonly branches = new Map<string, Branch>();
  readonly #deleted = new Map<string, Branch>();
  readonly pulls: SimulatedPull[] = [];
  /** Commits of `main` in their order */
  readonly main: string[] = ['base'];
  /** Written to commits, by commit and context */
  readonly statuses = new Map<string, OwnStatus>();
  readonly url: string;
  readonly name: string;
  /** Merges only what is up to date with its base */
  isStrict = false;
  /** Tells commits of merges late */
  isLate = false;
  readonly #now: () => number;
  /** Files at each commit of `main` and `next` */
  readonly #past = new Map<string, Files>([
    ['base', new Map()],
    ['next', new Map()],
  ]);
  #commits = 0;

  constructor(name: string, now: () => number) {
    this.name = name;
    this.url = `https://git.example.com/${name}.git`;
    this.#now = now;
    for (const branch of ['main', 'next'])
      this.branches.set(branch, {
        head: branch === 'main' ? 'base' : branch,
        files: new Map(),
        changed: new Map(),
        madeOn: 'base',
      });
  }

  /** All that can be seen of it. */
  get state(): unknown {
    return [
      this.pulls,
      [...this.branches].map(([name, { head }]) => [name, head]),
      [...this.statuses],
    ];
  }

  /** What a file has in a branch. */
  text(branch: string, path: string): string | undefined {
    return this.branches.get(branch)?.files.get(path);
  }

  /** The same at a branch or a commit that `main` or `next` once had. */
  textAt(ref: string, path: string): string | undefined {
    return (this.branches.get(ref)?.files ?? this.#past.get(ref))?.get(path);
  }

  /** As it is shown. */
  shown(pull: SimulatedPull): PullRequest {
    return {
      ...pull,
      labels: [...pull.labels],
      approvedBy: [...pull.approvedBy],
      isMergeable: pull.state === 'open' ? !this.conflicts(pull) : undefined,
      isOutdated: pull.state === 'open' ? this.#isOutdated(pull) : undefined,
      mergeCommit:
        this.#now() >= pull.commitKnownAt ? pull.mergeCommit : undefined,
    } as PullRequest;
  }

  pull(number: number): SimulatedPull {
    const found = this.pulls[number - 1];
    if (!found) throw new GitHostError('notFound', `There is no #${number}`);
    return found;
  }

  /** Whether both sides changed the same file. */
  conflicts(pull: SimulatedPull): boolean {
    const base = this.branches.get(pull.base)!;
    const { changed = new Map() } = this.branches.get(pull.branch) ?? {};
    return [...changed].some(([path, { before, after }]) => {
      const text = base.files.get(path);
      return text !== before && text !== after;
    });
  }

  /** Why it can't be merged now. */
  stop(pull: SimulatedPull): string | undefined {
    if (pull.state !== 'open') return `It is ${pull.state}`;
    if (this.conflicts(pull)) return 'It has conflicts';
    return this.#isOutdated(pull)
      ? 'It is not up to date with its base'
      : undefined;
  }

  merge(pull: SimulatedPull, by: string): void {
    const target = this.branches.get(pull.base)!;
    const { changed = new Map() } = this.branches.get(pull.branch) ?? {};
    const commit = this.#sha();
    const files = new Map(target.files);
    for (const [path, { after }] of changed) files.set(path, after);
    this.branches.set(pull.base, { ...target, head: commit, files });
    this.#past.set(commit, files);
    if (pull.base === 'main') this.main.push(commit);
    if (by === PORTAL) pull.merges += 1;
    if (pull.state === 'merged') return;
    pull.mergeCommit = commit;
    pull.commitKnownAt = this.#now() + (this.isLate ? COMMIT_LATE_MS : 0);
    this.#end(pull, 'merged', by);
  }

  close(pull: SimulatedPull, by: string): void {
    if (pull.state !== 'open') return;
    pull.wasClosed = true;
    this.#end(pull, 'closed', by);
  }

  deleteBranch(name: string): void {
    const branch = this.branches.get(name);
    if (branch) this.#deleted.set(name, branch);
    this.branches.delete(name);
  }

  /** Somebody who opens it again restores its branch first. */
  reopen(pull: SimulatedPull): void {
    const isBusy = this.pulls.some(
      one => one.branch === pull.branch && one.state === 'open',
    );
    if (pull.state !== 'closed' || isBusy) return;
    const branch =
      this.branches.get(pull.branch) ?? this.#deleted.get(pull.branch);
    if (!branch) return;
    this.branches.set(pull.branch, branch);
    Object.assign(pull, {
      state: 'open',
      endedAt: undefined,
      endedBy: undefined,
    });
  }

  /** Somebody adds a commit to the branch of a pull request. */
  push(pull: SimulatedPull): void {
    const branch = this.branches.get(pull.branch);
    if (pull.state !== 'open' || !branch) return;
    branch.head = this.#sha();
    pull.head = branch.head;
  }

  /** Somebody commits something else. */
  commit(base: string): void {
    const head = this.#sha();
    const branch = this.branches.get(base)!;
    branch.head = head;
    this.#past.set(head, branch.files);
    if (base === 'main') this.main.push(head);
  }

  ensureBranch({ branch, base, files }: BranchChange) {
    const present = this.branches.get(branch);
    if (!present) return { head: this.#make(branch, base, files), made: true };
    if (!isAlike(present, files))
      throw new GitHostError('conflict', `${branch} is another`);
    return { head: present.head, made: false };
  }

  remakeBranch(change: BranchChange & { expectedHead: string }) {
    const { branch, base, files, expectedHead } = change;
    const present = this.branches.get(branch);
    if (!present) throw new GitHostError('notFound', `${branch} is gone`);
    if (present.madeOn === base.sha && isAlike(present, files))
      return { head: present.head };
    if (present.head !== expectedHead)
      throw new GitHostError('conflict', `${branch} is another`);
    const head = this.#make(branch, base, files);
    for (const pull of this.pulls)
      if (pull.branch === branch && pull.state === 'open') pull.head = head;
    return { head };
  }

  ensurePull({ branch, base, title }: PullRequestChange) {
    const found =
      this.pulls.find(one => one.branch === branch && one.state === 'open') ??
      this.find(branch, base);
    if (found) return { pull: found, made: false };
    const { head } = this.branches.get(branch) ?? {};
    if (head === undefined)
      throw new GitHostError('notFound', `There is no branch ${branch}`);
    const number = this.pulls.length + 1;
    const pull: SimulatedPull = {
      number,
      url: `${this.url}/pulls/${number}`,
      title,
      state: 'open',
      head,
      base,
      branch,
      createdAt: new Date(this.#now()).toISOString(),
      labels: [],
      approvedBy: [],
      merges: 0,
      wasClosed: false,
      isQueued: false,
      commitKnownAt: 0,
    };
    this.pulls.push(pull);
    return { pull, made: true };
  }

  /** Open before merged before closed, the newest of them. */
  find(branch: string, base: string | undefined): SimulatedPull | undefined {
    const of = this.pulls.filter(
      one => one.branch === branch && (base === undefined || one.base === base),
    );
    return (['open', 'merged', 'closed'] as const)
      .map(state => of.filter(one => one.state === state).at(-1))
      .find(Boolean);
  }

  #make(
    name: string,
    base: BranchChange['base'],
    files: BranchChange['files'],
  ): string {
    if (files.size === 0)
      throw new GitHostError('invalid', 'A commit without a change');
    // A base that moved since it was read: the branch is made on what was read
    const present = this.#past.get(base.sha);
    if (!present) throw new GitHostError('notFound', `No ${base.sha}`);
    const head = this.#sha();
    const changed = new Map(
      [...files].map(([path, bytes]) => [
        path,
        { before: present.get(path), after: Buffer.from(bytes!).toString() },
      ]),
    );
    this.branches.set(name, {
      head,
      changed,
      files: new Map([
        ...present,
        ...[...changed].map(([path, { after }]) => [path, after] as const),
      ]),
      madeOn: base.sha,
    });
    return head;
  }

  #isOutdated({ branch, base }: SimulatedPull): boolean {
    const { madeOn } = this.branches.get(branch) ?? {};
    return this.isStrict && madeOn !== this.branches.get(base)!.head;
  }

  #end(pull: SimulatedPull, state: 'merged' | 'closed', by: string): void {
    const endedAt = new Date(this.#now()).toISOString();
    Object.assign(pull, { state, endedAt, endedBy: by, isQueued: false });
  }

  #sha(): string {
    this.#commits += 1;
    return `${this.name}-${this.#commits}`;
  }
}

function isAlike({ files: present }: Branch, files: BranchChange['files']) {
  return [...files].every(
    ([path, bytes]) => present.get(path) === Buffer.from(bytes!).toString(),
  );
}
