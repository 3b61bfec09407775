import { createHash } from 'node:crypto';
import { InputError } from '@backstage/errors';
import pLimit from 'p-limit';
import { branchOf } from './branchNames';
import { draftPromotion, draftPullRequest } from './drafts';
import { changesOf } from './plan/changes';
import type { Planned } from './plan/Planning';
import {
  PromotionRequest,
  refuseOtherContent,
  refuseUnseen,
} from './PromotionRequest';
import type { PromotionsOptions } from './Promotions';
import type { PromotionRecord } from './store/Records';

/** Plans of a release that are made at once. */
const CONCURRENCY = 16;

interface PlannedRequest {
  readonly request: PromotionRequest;
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
    requests: readonly PromotionRequest[],
  ): Promise<{ records: PromotionRecord[]; made: boolean }> {
    const { store, pageOf, templates, clock, wake } = this.#options;
    const { reviewersOf } = this.#options;
    const changed = (await this.#plan(requests)).filter(
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
    for (const { plan, request } of changed) {
      const { service } = request.planning.query;
      refuseOtherContent(plan, request, service);
      refuseUnseen(plan, request, service);
    }
    const now = new Date(clock.now()).toISOString();
    const promotions = changed.map(({ plan, request }) =>
      draftPromotion(plan, request, now),
    );
    // Services may share a file: of plans made one by one, each leaves the others' versions as they
    // were
    const [change] = changesOf(changed.flatMap(({ plan }) => plan.edits));
    const stories = promotions.map((promotion, index) => ({
      ...promotion,
      name: changed[index].request.planning.name,
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

  #plan(requests: readonly PromotionRequest[]): Promise<PlannedRequest[]> {
    const { planner } = this.#options;
    const limit = pLimit(CONCURRENCY);
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

/** Services may set labels and reviewers of their own. */
function unionOf(
  all: readonly PlannedRequest[],
  key: 'labels' | 'reviewers',
): string[] {
  return [...new Set(all.flatMap(one => one.plan.settings?.[key] ?? []))];
}

function refuseElsewhere(
  { plan: { changes } }: PlannedRequest,
  all: readonly PlannedRequest[],
): void {
  const [{ repositoryUrl, repository, branch }] = changes;
  const elsewhere = all.find(({ plan }) =>
    plan.changes.some(
      one => one.repositoryUrl !== repositoryUrl || one.branch !== branch,
    ),
  );
  if (elsewhere)
    throw new InputError(
      `A release is one pull request: ${elsewhere.request.planning.name} is not in ${repository}, branch ${branch}, alone. Promote it by itself`,
    );
}

/** The same services, environments and versions are the same release. */
function slotOf(all: readonly PlannedRequest[]): string {
  const what = all.map(({ plan, request }) => [
    request.planning.query.service,
    request.planning.to,
    plan.versions,
  ]);
  const hash = createHash('sha256').update(JSON.stringify(what));
  return `release#${hash.digest('base64url')}`;
}
