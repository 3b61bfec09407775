import {
  BranchChange,
  GitHostError,
  GitRepository,
  MergeRequest,
  PullRequest,
  PullRequestChange,
} from '../../../plugins/gitops-node/src';
import type { Chances } from './chances';
import type { Turns } from './Turns';

export const REPOSITORY = 'https://git.example.com/platform/gitops.git';

type Files = ReadonlyMap<string, string>;

interface Branch {
  head: string;
  files: Files;
  /** Those of the files that its commits change */
  changed: Files;
}

interface Pull extends PullRequest {
  branch: string;
  labels: string[];
  /** How often the portal merged it: more than once brings empty commits */
  merges: number;
}

const PORTAL = 'portal';
const none: Files = new Map();

/** A Git host with one repository, of which people and replicas make what they like. */
export class SimulatedHost {
  readonly branches = new Map<string, Branch>();
  readonly pulls: Pull[] = [];
  /** Commits of `main` in their order */
  readonly main: string[] = ['base'];
  readonly #options: { now(): number; chances: Chances; turns: Turns };
  /** The probability that a request fails in some way */
  faults = 0;
  /** It takes none of the credentials, for as long as that lasts */
  isRefusing = false;
  #commits = 0;

  constructor(options: { now(): number; chances: Chances; turns: Turns }) {
    this.#options = options;
    this.branches.set('main', { head: 'base', files: none, changed: none });
    this.branches.set('next', { head: 'next', files: none, changed: none });
  }

  /** All that can be seen of it. */
  get state(): unknown {
    return [this.pulls, [...this.branches.keys()], this.main.length];
  }

  /** What a file has in a branch. */
  text(branch: string, path: string): string | undefined {
    return this.branches.get(branch)?.files.get(path);
  }

  /** What people do on the host's page. */
  merge(number: number, by: string): void {
    const pull = this.#pull(number);
    if (pull.state !== 'open') return;
    this.#merge(pull, by);
  }

  close(number: number, by: string): void {
    const pull = this.#pull(number);
    if (pull.state === 'open') this.#end(pull, 'closed', by);
  }

  reopen(number: number): void {
    const pull = this.#pull(number);
    const isBusy = this.pulls.some(
      one => one.branch === pull.branch && one.state === 'open',
    );
    if (pull.state !== 'closed' || isBusy) return;
    if (!this.branches.has(pull.branch)) return;
    Object.assign(pull, {
      state: 'open',
      endedAt: undefined,
      endedBy: undefined,
    });
  }

  retarget(number: number, base: string): void {
    const pull = this.#pull(number);
    if (pull.state === 'open') pull.base = base;
  }

  push(number: number): void {
    const pull = this.#pull(number);
    const branch = this.branches.get(pull.branch);
    if (pull.state !== 'open' || !branch) return;
    branch.head = this.#sha();
    pull.head = branch.head;
  }

  /** The repository as one replica reaches it. */
  repositoryOf(replica: number): GitRepository {
    const call = <T>(effect: () => T) => this.#call(replica, effect);
    const repository: Partial<GitRepository> = {
      host: 'git.example.com',
      name: 'platform/gitops',
      url: REPOSITORY,
      head: branch => call(() => this.branches.get(branch)?.head),
      ensureBranch: change => call(() => this.#ensureBranch(change)),
      ensurePullRequest: change => call(() => this.#ensurePull(change)),
      findPullRequest: ({ branch, base }) =>
        call(() => this.#find(branch, base)),
      pullRequest: number => call(() => ({ ...this.#pull(number) })),
      addLabels: ({ number, labels }) =>
        call(() => {
          const pull = this.#pull(number);
          pull.labels = [...new Set([...pull.labels, ...labels])];
          return { refused: [] };
        }),
      requestReviewers: () => call(() => ({ refused: [] })),
      merge: request => this.#mergeFor(replica, request),
      close: ({ number }) =>
        call(() => {
          this.close(number, PORTAL);
          return { ...this.#pull(number) };
        }),
      deleteBranch: branch =>
        call(() => {
          this.branches.delete(branch);
        }),
    };
    return repository as GitRepository;
  }

  /** A request, which may fail, and an answer, which may get lost. */
  async #call<T>(replica: number, effect: () => T): Promise<T> {
    const { now, chances, turns } = this.#options;
    await turns.wait({ replica, since: now(), isAnswer: false });
    if (this.isRefusing) throw new GitHostError('forbidden', 'You may not');
    const fault = chances.isTrue(this.faults) ? chances.below(4) : -1;
    if (fault === 0) throw new GitHostError('unavailable', 'It is down');
    if (fault === 1)
      throw new GitHostError('rateLimited', 'Too many', {
        retryAfterMs: 30_000,
      });
    if (fault === 2) throw new GitHostError('forbidden', 'You may not');
    const answer = effect();
    await turns.wait({ replica, since: now(), isAnswer: true });
    if (fault === 3)
      throw new GitHostError('unavailable', 'The answer is lost');
    return answer;
  }

  #ensureBranch({ branch, base, files }: BranchChange) {
    const changed = new Map(
      [...files].map(([path, bytes]) => [path, Buffer.from(bytes!).toString()]),
    );
    const wanted = new Map([
      ...this.branches.get(base.branch)!.files,
      ...changed,
    ]);
    const present = this.branches.get(branch);
    if (present) {
      const isSame = [...files.keys()].every(
        path => present.files.get(path) === wanted.get(path),
      );
      if (!isSame) throw new GitHostError('conflict', `${branch} is another`);
      return { head: present.head, made: false };
    }
    const head = this.#sha();
    this.branches.set(branch, { head, files: wanted, changed });
    return { head, made: true };
  }

  #ensurePull({ branch, base, title }: PullRequestChange) {
    const found =
      this.pulls.find(one => one.branch === branch && one.state === 'open') ??
      this.#find(branch, base);
    if (found) return { pullRequest: { ...found }, made: false, refused: [] };
    const { head } = this.branches.get(branch) ?? {};
    if (head === undefined)
      throw new GitHostError('notFound', `There is no branch ${branch}`);
    const pull: Pull = {
      number: this.pulls.length + 1,
      url: `${REPOSITORY}/pulls/${this.pulls.length + 1}`,
      title,
      state: 'open',
      head,
      base,
      branch,
      createdAt: new Date(this.#options.now()).toISOString(),
      labels: [],
      merges: 0,
    };
    this.pulls.push(pull);
    return { pullRequest: { ...pull }, made: true, refused: [] };
  }

  /** As Gitea: it looks, and then merges whatever happened in between. */
  async #mergeFor(replica: number, request: MergeRequest) {
    const { number, expectedHead, expectedBase } = request;
    const before = await this.#call(replica, () => ({
      ...this.#pull(number),
    }));
    if (before.state === 'merged')
      return { merged: true as const, pullRequest: before };
    if (before.head !== expectedHead || before.base !== expectedBase)
      throw new GitHostError('conflict', 'It is another by now');
    return this.#call(replica, () => {
      const pull = this.#pull(number);
      if (pull.state === 'closed')
        return { merged: false as const, reason: 'It is closed' };
      this.#merge(pull, PORTAL);
      return { merged: true as const, pullRequest: { ...pull } };
    });
  }

  #merge(pull: Pull, by: string): void {
    const target = this.branches.get(pull.base)!;
    const { changed = none } = this.branches.get(pull.branch) ?? {};
    const commit = this.#sha();
    this.branches.set(pull.base, {
      head: commit,
      files: new Map([...target.files, ...changed]),
      changed: none,
    });
    if (pull.base === 'main') this.main.push(commit);
    if (by === PORTAL) pull.merges += 1;
    if (pull.state === 'merged') return;
    pull.mergeCommit = commit;
    this.#end(pull, 'merged', by);
  }

  #end(pull: Pull, state: 'merged' | 'closed', by: string): void {
    const endedAt = new Date(this.#options.now()).toISOString();
    Object.assign(pull, { state, endedAt, endedBy: by });
  }

  /** Open before merged before closed, the newest of them. */
  #find(branch: string, base: string | undefined): Pull | undefined {
    const of = this.pulls.filter(
      one => one.branch === branch && (base === undefined || one.base === base),
    );
    return (['open', 'merged', 'closed'] as const)
      .map(state => of.filter(one => one.state === state).at(-1))
      .find(Boolean);
  }

  #pull(number: number): Pull {
    const found = this.pulls[number - 1];
    if (!found) throw new GitHostError('notFound', `There is no #${number}`);
    return found;
  }

  #sha(): string {
    this.#commits += 1;
    return `commit-${this.#commits}`;
  }
}
