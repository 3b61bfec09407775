import type { PromotionRecord } from '../../../plugins/gitops-backend/src/promotions/store/Records';
import type { PassedState } from '../../../plugins/gitops-backend/src/promotions/StoredPromotion';
import type { Cluster } from './Cluster';
import type { SimulatedHost } from './SimulatedHost';
import type { SimulatedPull, SimulatedRepository } from './SimulatedRepository';

/** A process that hears so soon that somebody was told can still write it down. */
const HEARD_SOON_MS = 45_000;

/** One time that people were told of a state. */
interface Announcement {
  readonly at: number;
  /** When the process that told them heard that they were told */
  heardAt?: number;
}

/** Notes what must not be even for a moment, though all may be well once everything has settled. */
export class Witness {
  readonly #announced = new Map<string, Announcement>();
  readonly #cluster: Cluster;
  readonly #host: SimulatedHost;
  readonly #now: () => number;
  readonly #note: (violation: string) => void;

  constructor(options: {
    cluster: Cluster;
    host: SimulatedHost;
    now(): number;
    note(violation: string): void;
  }) {
    this.#cluster = options.cluster;
    this.#host = options.host;
    this.#now = options.now;
    this.#note = options.note;
  }

  /** How many states were announced. */
  get count(): number {
    return this.#announced.size;
  }

  /**
   * People are told of a state. Only a process that does not hear that they were leaves it to be
   * told again.
   *
   * @param isHeard - resolves when the process that told them hears so
   */
  async announce(
    record: PromotionRecord,
    { state }: PassedState,
    isHeard: () => Promise<void>,
  ): Promise<void> {
    const { id, service, version, announced } = record.promotion;
    // Not by its time: within one, a pull request may be closed and opened again
    const key = `${service} ${version} ${id} ${state}, its state ${announced}`;
    const { at, heardAt } = this.#announced.get(key) ?? { at: 0 };
    if (heardAt !== undefined && heardAt - at < HEARD_SOON_MS)
      this.#note(`${key} was announced again`);
    const reason = this.#isWrong(record, state);
    if (reason) this.#note(`${service} ${version} ${state} ${reason}`);
    const announcement: Announcement = { at: this.#now() };
    this.#announced.set(key, announcement);
    await isHeard();
    announcement.heardAt = this.#now();
  }

  /** Why something else is true than the state says; undefined where nothing is known to be. */
  #isWrong(
    { promotion, pullRequests }: PromotionRecord,
    state: PassedState['state'],
  ): string | undefined {
    const { service, version, mergedAt } = promotion;
    const opened = pullRequests.filter(one => one.number !== undefined);
    const pulls = opened.map(({ repositoryUrl, number }) => {
      const repository = this.#host.repository(repositoryUrl);
      return { repository, pull: repository.pull(number!) };
    });
    if (state === 'succeeded') {
      if (!this.#cluster.hasRun(service, version, mergedAt!))
        return 'and never ran';
      if (!pulls.every(one => this.#isApplied(one)))
        return 'before Argo CD saw the merge';
    }
    if (state === 'merged' && pulls.some(({ pull }) => !pull.mergeCommit))
      return 'and is not';
    const isCalledClosed =
      state === 'closed' || (state === 'superseded' && mergedAt === undefined);
    const mayBeClosed =
      opened.length < pullRequests.length ||
      pulls.some(({ pull }) => pull.wasClosed);
    return isCalledClosed && mergedAt === undefined && !mayBeClosed
      ? 'and was never closed'
      : undefined;
  }

  #isApplied(of: {
    repository: SimulatedRepository;
    pull: SimulatedPull;
  }): boolean {
    const at = of.repository.main.indexOf(of.pull.mergeCommit ?? '');
    return at >= 0 && at <= this.#cluster.applied(of.repository);
  }
}
