import type { MergeMethod } from '../GitHost';
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
