import { randomUUID } from 'node:crypto';
import { InputError } from '@backstage/errors';
import pLimit from 'p-limit';
import { branchOf } from './branchNames';
import { draftPromotion, draftPullRequest, storyOf } from './drafts';
import { changesOf, PlannedChange } from './plan/changes';
import type { Planned } from './plan/Planning';
import type { PromotionStory } from './plan/words';
import {
  PromotionRequest,
  refuseOtherContent,
  refuseUnseen,
} from './PromotionRequest';
import type { PromotionsOptions } from './Promotions';
import type { PromotionRecord } from './store/Records';
import {
  isBeingDeployed,
  StoredPromotion,
  StoredPullRequest,
} from './StoredPromotion';

/** Plans of a release that are made at once. */
export const PLANS_AT_ONCE = 16;
/** Services whose commits a release reads: their pages show those of the others. */
const MAX_WITH_CHANGES = 30;

interface PlannedRequest {
  readonly request: PromotionRequest;
  readonly plan: Planned;
}

/** A service of a release, what is recorded of it, and what the pull request tells. */
interface Drafted extends PlannedRequest {
  readonly promotion: StoredPromotion;
  readonly story: PromotionStory;
}

/** Promotes several services as one, with a pull request for each branch that changes. */
export class Releases {
  readonly #options: PromotionsOptions;

  constructor(options: PromotionsOptions) {
    this.#options = options;
  }

  /**
   * Requests a release, or finds it where the same is under way. Services that have the version
   * already are left out.
   *
   * @throws BlockedError where a gate blocks one of them; ConflictError where one is on its way in
   * another release, or its plan is another than the one that was seen; InputError where they want
   * different versions at one place, or there is nothing to change
   */
  async request(
    requests: readonly PromotionRequest[],
  ): Promise<{ records: PromotionRecord[]; made: boolean }> {
    const { store, clock, wake } = this.#options;
    const changed = (await this.#plan(requests)).filter(
      ({ plan }) => plan.changes.length > 0,
    );
    if (changed.length === 0)
      throw new InputError(
        'Git asks for these versions already: there is nothing to release',
      );
    const now = new Date(clock.now()).toISOString();
    const id = randomUUID();
    const promotions = changed.map(({ plan, request }) =>
      draftPromotion(plan, request, now, id),
    );
    const found = await store.records.sameRelease(promotions);
    if (found) return { records: found, made: false };
    for (const { plan, request } of changed) {
      const { service } = request.planning.query;
      refuseOtherContent(plan, request, service);
      refuseUnseen(plan, request, service);
    }
    // Services may share a file: of plans made one by one, each leaves the others' versions as they
    // were
    const changes = changesOf(changed.flatMap(({ plan }) => plan.edits));
    const drafted = await this.#told(changed, promotions);
    const answer = await store.requests.release({
      promotions,
      pullRequests: await Promise.all(
        changes.map(async change => {
          const own = drafted.filter(({ plan }) => isIn(plan, change));
          return {
            pullRequest: await this.#draft(change, own, changes),
            of: own.map(({ promotion }) => promotion),
          };
        }),
      ),
      // Gates were not asked for a promotion that is only now merged
      overtakes: new Set(
        changed.flatMap(({ plan: { underWay } }) =>
          underWay && isBeingDeployed(underWay.promotion.state)
            ? [underWay.promotion.id]
            : [],
        ),
      ),
    });
    wake();
    return answer;
  }

  #told(
    changed: readonly PlannedRequest[],
    promotions: readonly StoredPromotion[],
  ): Promise<Drafted[]> {
    const { pageOf } = this.#options;
    return Promise.all(
      changed.map(async ({ plan, request }, index) => {
        const promotion = promotions[index];
        const asked = {
          ...request,
          changesOf: index < MAX_WITH_CHANGES ? request.changesOf : undefined,
        };
        const story = await storyOf(promotion, plan, asked, pageOf);
        return { plan, request, promotion, story };
      }),
    );
  }

  async #draft(
    change: PlannedChange,
    drafted: readonly Drafted[],
    all: readonly PlannedChange[],
  ): Promise<StoredPullRequest> {
    const { templates, reviewersOf } = this.#options;
    const stories = drafted.map(({ story }) => story);
    const [{ plan }] = drafted;
    return draftPullRequest(change, stories, {
      branch: branchOf(stories, { template: templates?.branch, change, all }),
      settings: plan.settings && {
        ...plan.settings,
        labels: unionOf(drafted, 'labels'),
      },
      reviewers: await reviewersOf(
        unionOf(drafted, 'reviewers'),
        change.repositoryUrl,
      ),
      templates,
    });
  }

  #plan(requests: readonly PromotionRequest[]): Promise<PlannedRequest[]> {
    const { planner } = this.#options;
    const limit = pLimit(PLANS_AT_ONCE);
    planner.lookAgain();
    return Promise.all(
      requests.map(request =>
        limit(async () => ({
          request,
          plan: await planner.plan(request.planning),
        })),
      ),
    );
  }
}

/** Whether the change of a branch is also for what was planned of one service. */
function isIn(
  { changes }: Planned,
  { repositoryUrl, branch }: PlannedChange,
): boolean {
  return changes.some(
    one => one.repositoryUrl === repositoryUrl && one.branch === branch,
  );
}

/** Services may set labels and reviewers of their own. */
function unionOf(
  all: readonly PlannedRequest[],
  key: 'labels' | 'reviewers',
): string[] {
  return [...new Set(all.flatMap(one => one.plan.settings?.[key] ?? []))];
}
