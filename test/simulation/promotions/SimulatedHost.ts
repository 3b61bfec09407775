import {
  CallOptions,
  GitHostError,
  GitRepository,
  MergeAnswer,
  MergeRequest,
} from '../../../plugins/gitops-node/src';
import type { Chances } from './chances';
import { PORTAL, SimulatedRepository } from './SimulatedRepository';
import type { Turn, Turns } from './Turns';

/** The caller, and how long it waits. */
type Caller = Pick<Turn, 'replica' | 'signal'>;

interface SimulatedHostOptions {
  now(): number;
  /** Told of what the portal must never ask for */
  note(violation: string): void;
  chances: Chances;
  turns: Turns;
}

/** A Git host with two repositories, which loses answers, refuses and limits. */
export class SimulatedHost {
  readonly repositories: readonly SimulatedRepository[];
  readonly #options: SimulatedHostOptions;
  /** How often people have asked the portal for something, by service */
  readonly #asked = new Map<string, number>();
  /** The probability that a request fails in some way */
  faults = 0;
  /** It takes none of the credentials, for as long as that lasts */
  isRefusing = false;
  /** It has no such label, user or right to write statuses */
  isPoor = false;

  constructor(options: SimulatedHostOptions) {
    this.#options = options;
    this.repositories = ['platform/gitops', 'platform/regions'].map(
      name => new SimulatedRepository(name, options.now),
    );
  }

  /** All that can be seen of it. */
  get state(): unknown {
    return this.repositories.map(one => one.state);
  }

  repository(url: string): SimulatedRepository {
    return this.repositories.find(one => one.url === url)!;
  }

  noteAsked(service: string): void {
    this.#asked.set(service, (this.#asked.get(service) ?? 0) + 1);
  }

  /** How often people have asked for something that may concern a branch. */
  askedFor(branch: string): number {
    return [...this.#asked]
      .filter(
        ([service]) =>
          branch.includes(service.split('/').at(-1)!) ||
          branch.includes('/release/'),
      )
      .reduce((sum, [, count]) => sum + count, 0);
  }

  /** A repository as one replica reaches it. */
  repositoryOf(replica: number, url: string): GitRepository {
    const of = this.repository(url);
    const call = <T>({ signal }: CallOptions, effect: () => T) =>
      this.#call({ replica, signal }, effect);
    const refused = (names: readonly string[]) => ({
      refused: this.isPoor ? [...names] : [],
    });
    const repository: Partial<GitRepository> = {
      host: 'git.example.com',
      name: of.name,
      url,
      head: (branch, options) =>
        call(options, () => of.branches.get(branch)?.head),
      read: ({ path, ref }, options) =>
        call(options, () => {
          const text = of.textAt(ref, path);
          return text === undefined ? undefined : Buffer.from(text);
        }),
      ensureBranch: (change, options) =>
        call(options, () => of.ensureBranch(change)),
      remakeBranch: (change, options) =>
        call(options, () => of.remakeBranch(change)),
      ensurePullRequest: (change, options) =>
        call(options, () => {
          const { pull, made } = of.ensurePull(change);
          return { pullRequest: of.shown(pull), made };
        }),
      findPullRequest: ({ branch, base }, options) =>
        call(options, () => {
          const found = of.find(branch, base);
          return found && of.shown(found);
        }),
      pullRequest: (number, options) =>
        call(options, () => of.shown(of.pull(number))),
      addLabels: ({ number, labels }, options) =>
        call(options, () => {
          const pull = of.pull(number);
          if (!this.isPoor)
            pull.labels = [...new Set([...pull.labels, ...labels])];
          return refused(labels);
        }),
      requestReviewers: ({ reviewers }, options) =>
        call(options, () => refused(reviewers)),
      setStatus: (status, options) =>
        call(options, () => {
          if (this.isPoor) throw new GitHostError('forbidden', 'No statuses');
          of.statuses.set(`${status.sha} ${status.context}`, status);
        }),
      merge: (request, { signal }) =>
        this.#merge({ replica, signal }, of, request),
      isQueued: ({ number }, options) =>
        call(options, () => of.pull(number).isQueued),
      cancelMerge: ({ number }, options) =>
        call(options, () => {
          of.pull(number).isQueued = false;
        }),
      close: ({ number, comment }, options) => {
        this.#judgeClosing(of, number, comment);
        return call(options, () => {
          of.close(of.pull(number), PORTAL);
          return of.shown(of.pull(number));
        });
      },
      deleteBranch: (branch, options) =>
        call(options, () => {
          of.deleteBranch(branch);
        }),
    };
    return repository as GitRepository;
  }

  /**
   * What was asked for before somebody opened it again is over, unless the portal did not know that
   * it was closed.
   */
  #judgeClosing(
    of: SimulatedRepository,
    number: number,
    comment: string | undefined,
  ): void {
    const { state, branch, reopenedAfter } = of.pull(number);
    const isOfPeople = /^Withdrawn|was requested/.test(comment ?? '');
    if (
      state === 'open' &&
      isOfPeople &&
      reopenedAfter === this.askedFor(branch)
    )
      this.#options.note(
        `${of.name} #${number} is closed against who opened it again`,
      );
  }

  /** A request, which may fail, and an answer, which may get lost. */
  async #call<T>(by: Caller, effect: () => T): Promise<T> {
    const { chances, turns } = this.#options;
    await turns.wait({ ...by, isAnswer: false });
    if (this.isRefusing) throw new GitHostError('forbidden', 'You may not');
    const fault = chances.isTrue(this.faults) ? chances.below(4) : -1;
    if (fault === 0) throw new GitHostError('unavailable', 'It is down');
    if (fault === 1)
      throw new GitHostError('rateLimited', 'Too many', {
        retryAfterMs: 30_000,
      });
    if (fault === 2) throw new GitHostError('forbidden', 'You may not');
    const answer = effect();
    await turns.wait({ ...by, isAnswer: true });
    if (fault === 3)
      throw new GitHostError('unavailable', 'The answer is lost');
    return answer;
  }

  /** As Gitea: it looks, and then merges whatever happened in between. */
  async #merge(
    by: Caller,
    of: SimulatedRepository,
    request: MergeRequest,
  ): Promise<MergeAnswer> {
    const { number, expectedHead, expectedBase, whenReady, unlessLabel } =
      request;
    const before = await this.#call(by, () => of.shown(of.pull(number)));
    if (before.state === 'merged') return { merged: true, pullRequest: before };
    const isElsewhere =
      expectedBase !== undefined && before.base !== expectedBase;
    if (before.head !== expectedHead || isElsewhere)
      throw new GitHostError('conflict', 'It is another by now');
    if (before.base !== 'main')
      this.#options.note(
        `${of.name} #${number} is merged into ${before.base} by the portal`,
      );
    return this.#call(by, (): MergeAnswer => {
      const pull = of.pull(number);
      const isHeld =
        unlessLabel !== undefined && pull.labels.includes(unlessLabel);
      const reason = isHeld ? 'It is held' : of.stop(pull);
      if (reason !== undefined && pull.state !== 'merged') {
        const isQueued = whenReady && pull.state === 'open' && !isHeld;
        if (isQueued) pull.isQueued = true;
        return {
          merged: false,
          reason,
          pullRequest: of.shown(pull),
          ...(isHeld && { isHeld }),
          ...(isQueued && { isQueued }),
        };
      }
      of.merge(pull, PORTAL);
      return { merged: true, pullRequest: of.shown(pull) };
    });
  }
}
