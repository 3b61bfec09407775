import { createHash } from 'node:crypto';
import { InputError } from '@backstage/errors';
import pLimit from 'p-limit';
import { branchOf } from './branchNames';
import { draftPromotion, draftPullRequest } from './drafts';
import { changesOf } from './plan/changes';
import type { Planned } from './plan/Planning';
import type { PromotionAsk } from './PromotionAsk';
import type { PromotionsOptions } from './Promotions';
import { refuseBlocked } from './refuseBlocked';
import type { PromotionRecord } from './store/Records';

/** Plans of a release that are made at once. */
const CONCURRENCY = 16;

interface PlannedAsk {
  readonly ask: PromotionAsk;
  readonly plan: Planned;
}

/** Promotes several services in one pull request. */
export class Releases {
  readonly #options: PromotionsOptions;

  constructor(options: PromotionsOptions) {
    this.#options = options;
  }

  /**
   * Requests a release, or finds it where the same is under way. Services that have the version
   * already are left out.
   *
   * @throws BlockedError where a gate blocks one of them; ConflictError where one is on its way;
   * InputError where they are of several repositories, want different versions at one place, or
   * there is nothing to change
   */
  async request(
    asks: readonly PromotionAsk[],
  ): Promise<{ records: PromotionRecord[]; made: boolean }> {
    const { store, pageOf, templates, clock, wake } = this.#options;
    const { reviewersOf } = this.#options;
    const changed = (await this.#plan(asks)).filter(
      ({ plan }) => plan.changes.length > 0,
    );
    const [first] = changed;
    if (!first)
      throw new InputError(
        'Git asks for these versions already: there is nothing to release',
      );
    refuseElsewhere(first, changed);
    const slot = slotOf(changed);
    const found = await store.records.release(slot);
    if (found) return { records: found, made: false };
    for (const { plan, ask } of changed) refuseBlocked(plan, ask);
    const now = new Date(clock.now()).toISOString();
    const promotions = changed.map(({ plan, ask }) =>
      draftPromotion(plan, ask, now),
    );
    // Services may share a file: of plans made one by one, each leaves the others' versions as they were
    const [change] = changesOf(changed.flatMap(({ plan }) => plan.edits));
    const stories = promotions.map((promotion, index) => ({
      ...promotion,
      name: changed[index].ask.planning.name,
      page: pageOf(promotion.service),
    }));
    const pullRequest = draftPullRequest(change, stories, {
      branch: branchOf(stories, {
        template: templates?.branch,
        change,
        all: [change],
      }),
      settings: first.plan.settings && {
        ...first.plan.settings,
        labels: unionOf(changed, 'labels'),
      },
      reviewers: await reviewersOf(
        unionOf(changed, 'reviewers'),
        change.repositoryUrl,
      ),
      templates,
    });
    const answer = await store.requests.release(promotions, pullRequest, slot);
    wake();
    return answer;
  }

  #plan(asks: readonly PromotionAsk[]): Promise<PlannedAsk[]> {
    const { planner } = this.#options;
    const limit = pLimit(CONCURRENCY);
    planner.lookAgain();
    return Promise.all(
      asks.map(ask =>
        limit(async () => ({ ask, plan: await planner.plan(ask.planning) })),
      ),
    );
  }
}

/** Services may set labels and reviewers of their own. */
function unionOf(
  all: readonly PlannedAsk[],
  key: 'labels' | 'reviewers',
): string[] {
  return [...new Set(all.flatMap(one => one.plan.settings?.[key] ?? []))];
}

function refuseElsewhere(
  { plan: { changes } }: PlannedAsk,
  all: readonly PlannedAsk[],
): void {
  const [{ repositoryUrl, repository, branch }] = changes;
  const elsewhere = all.find(({ plan }) =>
    plan.changes.some(
      one => one.repositoryUrl !== repositoryUrl || one.branch !== branch,
    ),
  );
  if (elsewhere)
    throw new InputError(
      `A release is one pull request: ${elsewhere.ask.planning.name} is not in ${repository}, branch ${branch}, alone. Promote it by itself`,
    );
}

/** The same services, environments and versions are the same release. */
function slotOf(all: readonly PlannedAsk[]): string {
  const what = all.map(({ plan, ask }) => [
    ask.planning.query.service,
    ask.planning.to,
    plan.versions,
  ]);
  const hash = createHash('sha256').update(JSON.stringify(what));
  return `release#${hash.digest('base64url')}`;
}
