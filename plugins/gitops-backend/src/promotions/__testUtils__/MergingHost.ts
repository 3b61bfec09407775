import {
  GitHostError,
  GitRepository,
  PullRequest,
} from 'backstage-plugin-gitops-node';
import { NOW, REPOSITORY } from './samples';

/** The file that a promotion changes, and what it has before and after. */
export const FILE = 'apps/payments/kustomization.yaml';
export const BEFORE = 'newTag: 1.4.0\n';
export const AFTER = 'newTag: 1.5.0\n';
/** Heads of `main` one after the other, and of the branch as it was opened. */
export const [FIRST, SECOND, OPENED] = ['b', 'd', 'c'].map(one =>
  one.repeat(40),
);

/** One pull request of a host that merges only what is up to date, and has auto-merge. */
export class MergingHost {
  readonly pull: PullRequest = {
    number: 12,
    url: `${REPOSITORY}/pulls/12`,
    title: 'Promote payments',
    state: 'open',
    head: OPENED,
    base: 'main',
    createdAt: new Date(NOW).toISOString(),
    isMergeable: true,
    labels: [],
  };
  /** Files of `main` by its heads */
  readonly main = new Map([[FIRST, new Map([[FILE, BEFORE]])]]);
  /** On which head of `main` the branch stands, and what it has */
  branch = { on: FIRST, text: AFTER };
  /** Why it can't be merged even if it is up to date */
  waitsFor?: string;
  hasAutoMerge = true;
  isQueued = false;
  /** How often the branch was made anew */
  remakes = 0;
  /** What making it anew fails with, once each */
  readonly failures: GitHostError[] = [];
  /** Whether the answer to the next making anew gets lost */
  losesAnswer = false;

  get head(): string {
    return [...this.main.keys()].at(-1)!;
  }

  /** Somebody merges something else. */
  moveBase(text = BEFORE): void {
    this.main.set(SECOND, new Map([[FILE, text]]));
    this.pull.isOutdated = true;
    this.pull.isMergeable = text === BEFORE;
  }

  mergeByItself(): void {
    Object.assign(this.pull, {
      state: 'merged',
      mergeCommit: 'e'.repeat(40),
      endedBy: 'merge-bot',
      endedAt: new Date(NOW).toISOString(),
    });
  }

  repository(): GitRepository {
    const repository: Partial<GitRepository> = {
      name: 'platform/gitops',
      head: async () => this.head,
      read: async ({ path, ref }) => {
        const text = this.main.get(ref)?.get(path);
        return text === undefined ? undefined : Buffer.from(text);
      },
      pullRequest: async () => ({ ...this.pull }),
      merge: async ({ expectedHead, whenReady, unlessLabel }, { signal }) => {
        signal.throwIfAborted();
        const { pull } = this;
        if (pull.head !== expectedHead)
          throw new GitHostError('conflict', 'It was changed');
        const base = { merged: false, pullRequest: { ...pull } } as const;
        if (unlessLabel && pull.labels?.includes(unlessLabel))
          return { ...base, isHeld: true, reason: 'A label holds it.' };
        const reason = pull.isOutdated ? 'It is behind.' : this.waitsFor;
        if (reason === undefined) {
          this.mergeByItself();
          return { merged: true, pullRequest: { ...pull } };
        }
        if (!whenReady || !this.hasAutoMerge) return { ...base, reason };
        this.isQueued = true;
        return { ...base, reason, isQueued: true };
      },
      isQueued: async () => this.isQueued,
      cancelMerge: async () => {
        this.isQueued = false;
      },
      remakeBranch: async ({ base, files, expectedHead }) => {
        const failure = this.failures.shift();
        if (failure) throw failure;
        const text = Buffer.from(files.get(FILE)!).toString();
        if (this.branch.on !== base.sha) {
          if (this.pull.head !== expectedHead)
            throw new GitHostError('conflict', 'Somebody changed it');
          this.remakes += 1;
          this.branch = { on: base.sha, text };
          this.pull.head = `${this.remakes}`.repeat(40);
          delete this.pull.isOutdated;
          this.pull.isMergeable = true;
          // Pushing ends an auto-merge
          this.isQueued = false;
        }
        if (this.losesAnswer) {
          this.losesAnswer = false;
          throw new GitHostError('unavailable', 'The answer is lost');
        }
        return { head: this.pull.head };
      },
      close: async () => {
        this.pull.state = 'closed';
        this.isQueued = false;
        return { ...this.pull };
      },
      deleteBranch: async () => {},
    };
    return repository as GitRepository;
  }
}
