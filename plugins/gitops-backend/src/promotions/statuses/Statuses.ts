import { GitRepository, withDeadline } from 'backstage-plugin-gitops-node';
import type { MergeGates, Scope } from '../plan/MergeGates';
import type { Records } from '../store/Records';
import type { StoredPromotion, StoredPullRequest } from '../StoredPromotion';
import { withAnswers, withApproval, withObstacle } from './answers';
import { evaluateAll } from './evaluateAll';
import {
  evaluateAgainInMs,
  evaluationOf,
  EVERYTHING,
  scopeOf,
} from './evaluation';
import { publishStatuses } from './publishStatuses';
import type { Reviews } from './Reviews';
import { GateAnswers, statusOf } from './statusOf';

/** When a status that the host did not take is tried again. */
const PUBLISH_AGAIN_MS = 15_000;
/** For the host: the lease lasts only so long. */
const PUBLISH_LIMIT_MS = 10_000;

export interface StatusesOptions {
  gates: Pick<MergeGates, 'names' | 'hasAdded' | 'evaluate' | 'basisOf'>;
  reviews: Pick<Reviews, 'answer' | 'audit'>;
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
 * protection can require. Nothing is read from Argo CD and nothing is written to the host while
 * nothing changes.
 */
export class Statuses {
  readonly #options: StatusesOptions;

  constructor(options: StatusesOptions) {
    this.#options = options;
  }

  /**
   * The pull request with what the gates say of it, which is published on the host as far as it
   * takes that. What fails now is tried later: it is no reason to forget what was observed.
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
      : this.#evaluate(approved, promotions, at);
  }

  /** Evaluates all gates now: before a merge is left to the host. */
  async evaluate(row: StoredPullRequest, at: At): Promise<StoredPullRequest> {
    const promotions = await this.#options.records.promotionsIn(row.id);
    return this.#evaluate(row, promotions, at, EVERYTHING);
  }

  /**
   * Somebody has the portal merge it, for which all gates were evaluated just now. Where four eyes
   * are required, that is the second pair. The host has to know both before it is asked to merge.
   *
   * @param answers - of each promotion in the pull request
   */
  async approve(
    row: StoredPullRequest,
    answers: readonly GateAnswers[],
    at: At,
  ): Promise<StoredPullRequest> {
    const promotions = await this.#options.records.promotionsIn(row.id);
    const ids = promotions.map(({ id }) => id);
    return this.#withResults(withApproval(row, row), promotions, {
      ...at,
      answers: answers.filter(one => ids.includes(one.promotion.id)),
      scope: EVERYTHING,
      // What was deployed when they were evaluated is not known: the next look reads
      basis: '',
    });
  }

  /** When something is to be evaluated or published again, if nobody looks at it before. */
  nextInMs(
    { state, statuses }: StoredPullRequest,
    now: number,
  ): number | undefined {
    if (state !== 'open' || !statuses) return undefined;
    const isUnpublished = statuses.gates.some(one => !one.isPublished);
    if (isUnpublished && !statuses.refused) return PUBLISH_AGAIN_MS;
    return statuses.evaluation && evaluateAgainInMs(statuses.evaluation, now);
  }

  async #evaluate(
    row: StoredPullRequest,
    promotions: readonly StoredPromotion[],
    at: At,
    given?: Scope,
  ): Promise<StoredPullRequest> {
    const { gates } = this.#options;
    if (row.observed === undefined) return row;
    // Taken before the gates read: what changes meanwhile is another basis at the next look
    const basis = await gates.basisOf(promotions);
    const scope = given ?? scopeOf(row, { basis, now: at.now });
    const answers = await evaluateAll(promotions, at.signal, (one, signal) =>
      gates.evaluate(one, scope, signal),
    );
    if (at.signal.aborted) return row;
    return this.#withResults(row, promotions, {
      ...at,
      ...{ answers, scope, basis },
    });
  }

  async #withResults(
    row: StoredPullRequest,
    promotions: readonly StoredPromotion[],
    of: At & { answers: readonly GateAnswers[]; scope: Scope; basis: string },
  ): Promise<StoredPullRequest> {
    const { gates, reviews } = this.#options;
    const { answers, scope, basis, now } = of;
    const results = gates.names(scope).map(gate => statusOf(gate, answers));
    const evaluation = evaluationOf(row, {
      ...{ scope, basis, now, answers, results },
      hasAddedGates: gates.hasAdded,
    });
    const fourEyes = await reviews.answer(row, promotions);
    const names = gates.names(EVERYTHING);
    return this.#published(
      withAnswers(row, [...results, fourEyes], { evaluation, names }),
      promotions,
      of,
    );
  }

  async #published(
    row: StoredPullRequest,
    promotions: readonly StoredPromotion[],
    at: At,
  ): Promise<StoredPullRequest> {
    const { repositoryOf, pageOf } = this.#options;
    const { signal, end } = withDeadline(at.signal, PUBLISH_LIMIT_MS);
    try {
      const statuses = await publishStatuses(row.statuses!, row.number!, {
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

  /** Nothing is published any more; that nobody else wanted the merge is written down. */
  async #afterMerge(
    row: StoredPullRequest,
    promotions: readonly StoredPromotion[],
  ): Promise<StoredPullRequest> {
    const { gates, reviews } = this.#options;
    const result = await reviews.answer(row, promotions);
    if (result.state !== 'success') await reviews.audit(row, promotions);
    return withAnswers(row, [result], {
      evaluation: row.statuses?.evaluation,
      names: gates.names(EVERYTHING),
    });
  }
}
