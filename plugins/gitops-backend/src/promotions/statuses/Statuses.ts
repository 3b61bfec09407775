import { GitRepository, withDeadline } from 'backstage-plugin-gitops-node';
import type { MergeGates } from '../plan/MergeGates';
import type { Records } from '../store/Records';
import type { StoredPromotion, StoredPullRequest } from '../StoredPromotion';
import { askAll } from './askAll';
import { withAnswers, withApproval, withObstacle } from './answers';
import type { Reviews } from './Reviews';
import { statusOf } from './statusOf';
import { tellHost } from './tellHost';

/** How often the gates are asked that ask Argo CD or another plugin. */
const ASK_MS = 60_000;
/** Of a pull request of many services they are asked more rarely: so much for each. */
const ASK_PER_SERVICE_MS = 2_000;
/** And the longer it has been open, up to so long: this part of its age. */
const MAX_ASK_MS = 10 * 60_000;
const AGE_PART = 1 / 60;
/** When what the host could not be told is told again. */
const TELL_AGAIN_MS = 15_000;
/** For the host: the lease lasts only so long. */
const TELL_LIMIT_MS = 10_000;

export interface StatusesOptions {
  gates: Pick<MergeGates, 'names' | 'quickNames' | 'ask' | 'askQuickly'>;
  reviews: Pick<Reviews, 'answer' | 'audit' | 'areRequired'>;
  records: Pick<Records, 'promotionsIn'>;
  repositoryOf(url: string): GitRepository;
  /** Address of a service's page */
  pageOf(service: string): string | undefined;
}

interface At {
  signal: AbortSignal;
  now: number;
}

/**
 * Keeps on each open pull request what our gates say of it now, as commit statuses that branch
 * protection can require. Nothing is written while nothing changes.
 */
export class Statuses {
  readonly #options: StatusesOptions;

  constructor(options: StatusesOptions) {
    this.#options = options;
  }

  /**
   * The pull request with what the gates say of it, which the host has been told as far as it takes
   * it. What can't be asked or told now is so later: it is no reason to forget what was seen.
   *
   * @param before - the row before it was looked at
   */
  async keep(
    before: StoredPullRequest,
    row: StoredPullRequest,
    at: At,
  ): Promise<StoredPullRequest> {
    const wasOpen = before.state === 'open';
    const isKept = row.state === 'open' && row.closeComment === undefined;
    if (!wasOpen || !(isKept || row.state === 'merged')) return row;
    const promotions = await this.#options.records.promotionsIn(row.id);
    const approved = withApproval(before, row);
    return row.state === 'merged'
      ? this.#afterMerge(approved, promotions)
      : this.#ask(approved, promotions, at);
  }

  /**
   * Somebody who did not request it has the portal merge it: that is the second pair of eyes, which
   * the host has to know before it is asked to merge.
   */
  async approve(row: StoredPullRequest, at: At): Promise<StoredPullRequest> {
    const { records, reviews } = this.#options;
    const promotions = await records.promotionsIn(row.id);
    if (!reviews.areRequired(promotions)) return row;
    const approved = withApproval(row, row);
    const answer = await reviews.answer(approved, promotions);
    return this.#told(withAnswers(approved, [answer]), promotions, at);
  }

  /** When something is to be asked or told again, if nobody looks at it before. */
  nextInMs({ state, statuses }: StoredPullRequest): number | undefined {
    if (state !== 'open' || !statuses) return undefined;
    const isUntold = statuses.gates.some(({ isTold }) => !isTold);
    return isUntold && !statuses.refused ? TELL_AGAIN_MS : ASK_MS;
  }

  async #ask(
    row: StoredPullRequest,
    promotions: readonly StoredPromotion[],
    at: At,
  ): Promise<StoredPullRequest> {
    const { gates, reviews } = this.#options;
    const { statuses: known, observed } = row;
    if (observed === undefined) return row;
    const ageMs = at.now - (Date.parse(row.openedAt ?? '') || at.now);
    const everyMs = Math.max(
      ASK_MS,
      promotions.length * ASK_PER_SERVICE_MS,
      Math.min(MAX_ASK_MS, ageMs * AGE_PART),
    );
    const isRecent =
      known?.head === observed.head &&
      at.now - Date.parse(known.askedAt) < everyMs;
    const asked = await askAll(promotions, at.signal, (one, signal) =>
      isRecent ? gates.askQuickly(one) : gates.ask(one, signal),
    );
    if (at.signal.aborted) return row;
    const names = isRecent ? gates.quickNames : gates.names;
    const answers = [
      ...names.map(gate => statusOf(gate, asked)),
      await reviews.answer(row, promotions),
    ];
    const after = withAnswers(row, answers, isRecent ? undefined : at.now);
    return this.#told(after, promotions, at);
  }

  async #told(
    row: StoredPullRequest,
    promotions: readonly StoredPromotion[],
    at: At,
  ): Promise<StoredPullRequest> {
    const { repositoryOf, pageOf } = this.#options;
    const { signal, end } = withDeadline(at.signal, TELL_LIMIT_MS);
    try {
      const statuses = await tellHost(row.statuses!, row.number!, {
        repository: repositoryOf(row.repositoryUrl),
        urlOf: one => pageOf(one.service ?? promotions[0]?.service ?? ''),
        signal,
        now: at.now,
      });
      return withObstacle({ ...row, statuses });
    } finally {
      end();
    }
  }

  /** Nothing is told any more; that nobody else wanted the merge is written down. */
  async #afterMerge(
    row: StoredPullRequest,
    promotions: readonly StoredPromotion[],
  ): Promise<StoredPullRequest> {
    const { reviews } = this.#options;
    const answer = await reviews.answer(row, promotions);
    if (answer.state !== 'success') await reviews.audit(row, promotions);
    return withAnswers(row, [answer]);
  }
}
