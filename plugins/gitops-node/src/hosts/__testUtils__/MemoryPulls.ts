import type { MergeMethod } from '../GitHost';
import type { StoredStatus } from './hostSuite/HostSubject';
import type { MemoryGit } from './MemoryGit';

export interface MemoryPull {
  number: number;
  branch: string;
  base: string;
  title: string;
  body: string;
  labels: string[];
  reviewers: string[];
  approvedBy: string[];
  comments: string[];
  state: 'open' | 'merged' | 'closed';
  isDraft: boolean;
  createdAt: string;
  endedAt?: string;
  endedBy?: string;
  mergeCommit?: string;
  /** Of a branch that may be gone by now */
  lastHead: string;
}

/** The pull requests of a {@link MemoryGit}, numbered from 1. */
export class MemoryPulls {
  readonly all: MemoryPull[] = [];
  readonly #statuses = new Map<string, Map<string, StoredStatus>>();

  constructor(private readonly git: MemoryGit) {}

  open(
    request: Pick<MemoryPull, 'branch' | 'base' | 'title'> &
      Partial<MemoryPull>,
  ): MemoryPull {
    const pull: MemoryPull = {
      body: '',
      labels: [],
      reviewers: [],
      approvedBy: [],
      comments: [],
      isDraft: false,
      ...request,
      number: this.all.length + 1,
      state: 'open',
      createdAt: this.git.now(),
      lastHead: this.git.branches.get(request.branch)!,
    };
    this.all.push(pull);
    return pull;
  }

  get(number: number): MemoryPull | undefined {
    return this.all.find(one => one.number === number);
  }

  head(pull: MemoryPull): string {
    if (pull.state === 'open')
      pull.lastHead = this.git.branches.get(pull.branch) ?? pull.lastHead;
    return pull.lastHead;
  }

  hasConflicts(pull: MemoryPull): boolean {
    return this.git.conflicts(
      this.git.branches.get(pull.base)!,
      this.head(pull),
    );
  }

  merge(pull: MemoryPull, method: MergeMethod, by: string): void {
    const commit = this.git.merged(
      this.git.branches.get(pull.base)!,
      this.head(pull),
      method,
      `Merge ${pull.branch} into ${pull.base}`,
    );
    this.git.branches.set(pull.base, commit);
    pull.mergeCommit = commit;
    this.#end(pull, 'merged', by);
  }

  close(pull: MemoryPull, by: string): void {
    this.head(pull);
    this.#end(pull, 'closed', by);
  }

  reopen(pull: MemoryPull): void {
    pull.state = 'open';
    delete pull.endedAt;
    delete pull.endedBy;
  }

  /** Of a commit, the newest of each context. */
  statuses(sha: string): StoredStatus[] {
    return [...(this.#statuses.get(sha)?.values() ?? [])];
  }

  setStatus(sha: string, status: StoredStatus): void {
    const known = this.#statuses.get(sha) ?? new Map();
    this.#statuses.set(sha, known.set(status.context, status));
  }

  /** Asks for a label or a review, which makes no difference where it was done before. */
  add(pull: MemoryPull, kind: 'labels' | 'reviewers', names: string[]): void {
    pull[kind] = [...new Set([...pull[kind], ...names])];
  }

  /** Before a branch goes away. */
  keepHeads(branch: string): void {
    for (const pull of this.all) if (pull.branch === branch) this.head(pull);
  }

  #end(pull: MemoryPull, state: 'merged' | 'closed', by: string): void {
    pull.state = state;
    pull.endedBy = by;
    pull.endedAt = this.git.now();
  }
}
