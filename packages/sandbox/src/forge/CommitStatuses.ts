import type { User } from './Users';

export const statusStates = [
  'pending',
  'success',
  'error',
  'failure',
  'warning',
  'skipped',
] as const;
export type StatusState = (typeof statusStates)[number];

/** What a check says about a commit. */
export interface CommitStatus {
  id: number;
  state: StatusState;
  context: string;
  description: string;
  targetUrl: string;
  creator: User;
  createdAt: Date;
}

const worstFirst: StatusState[] = [
  'error',
  'failure',
  'warning',
  'pending',
  'success',
  'skipped',
];

/** Statuses of the commits of one repository; the last one of a context counts. */
export class CommitStatuses {
  private readonly byCommit = new Map<string, CommitStatus[]>();
  private lastId = 0;

  add(commit: string, status: Omit<CommitStatus, 'id'>): CommitStatus {
    const added = { ...status, id: ++this.lastId };
    this.byCommit.set(commit, [added, ...this.all(commit)]);
    return added;
  }

  /** Every status of a commit, newest first */
  all(commit: string): readonly CommitStatus[] {
    return this.byCommit.get(commit) ?? [];
  }

  /** The last status of each context */
  latest(commit: string): CommitStatus[] {
    const all = this.all(commit);
    return all.filter(
      (status, i) =>
        all.findIndex(({ context }) => context === status.context) === i,
    );
  }

  /** The worst of the latest; empty for a commit without checks */
  combined(commit: string): StatusState | '' {
    const states = this.latest(commit).map(({ state }) => state);
    return worstFirst.find(state => states.includes(state)) ?? '';
  }
}
