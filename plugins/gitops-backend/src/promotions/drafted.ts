import type { PromotionTemplates } from '../config/readTemplates';
import type { ReviewersOf } from '../ownership/Reviewers';
import { isAutomatic } from './automatic';
import { branchOf } from './branchNames';
import { draftPromotion, draftPullRequest, storyOf } from './drafts';
import type { Planned } from './plan/Planning';
import type { PromotionRequest } from './PromotionRequest';
import type { PromotionRecord } from './store/Records';

export interface DraftOptions {
  /** Address of a service's page */
  pageOf(service: string): string | undefined;
  /** How it is written to Git, where that is not as usual */
  templates?: PromotionTemplates;
  /** Who is to review a pull request of a repository, by how they are configured */
  reviewersOf(
    configured: readonly string[],
    repositoryUrl: string,
  ): Promise<ReviewersOf>;
}

/** A promotion with its pull requests, as they are first recorded. @param now - ISO 8601 */
export async function drafted(
  planned: Planned,
  request: PromotionRequest,
  now: string,
  { pageOf, templates, reviewersOf }: DraftOptions,
): Promise<PromotionRecord> {
  const { changes, settings } = planned;
  const promotion = draftPromotion(planned, request, now);
  const story = await storyOf(promotion, planned, request, pageOf);
  const mergesItself =
    isAutomatic(promotion.requestedBy) &&
    settings?.auto?.merges &&
    settings.merge?.whenReady;
  const pullRequests = changes.map(async change =>
    draftPullRequest(change, [story], {
      branch: branchOf([story], {
        template: templates?.branch,
        change,
        all: changes,
      }),
      settings,
      reviewers: await reviewersOf(
        settings?.reviewers ?? [],
        change.repositoryUrl,
      ),
      mergesFor: mergesItself ? request.requester : undefined,
      templates,
    }),
  );
  return { promotion, pullRequests: await Promise.all(pullRequests) };
}
