import { randomUUID } from 'node:crypto';
import type { PromotionSettings } from '../environments/PromotionSettings';
import type { ReviewersOf } from '../ownership/Reviewers';
import type { PlannedChange } from './plan/changes';
import { differenceOf } from './plan/difference';
import type { Planned } from './plan/Planning';
import type { PromotionTemplates } from '../config/readTemplates';
import { PromotionStory, wordsOf } from './plan/words';
import type { PromotionRequest } from './PromotionRequest';
import type {
  PassedState,
  Person,
  StoredPromotion,
  StoredPullRequest,
} from './StoredPromotion';

/** A promotion as it is first recorded. @param now - ISO 8601. @param release - its id */
export function draftPromotion(
  planned: Planned,
  { planning, requester, reason, automatic }: PromotionRequest,
  now: string,
  release?: string,
): StoredPromotion {
  const { kind, version, previous, versions, targets, gates } = planned;
  const opening: PassedState = {
    state: 'requested',
    cause: { code: 'opening', params: { version, environment: planning.to } },
    at: now,
  };
  return {
    id: randomUUID(),
    kind,
    service: planning.query.service,
    from: planning.from,
    to: planning.to,
    version,
    previous,
    versions,
    targets,
    gates,
    state: opening.state,
    cause: opening.cause,
    passed: [opening],
    announced: 0,
    requestedBy: requester.ref,
    requestedByName: requester.name,
    reason,
    automatic,
    overridden: gates.some(one => one.result === 'block'),
    rollsBack: planning.rollsBack?.id,
    release,
    waves: [],
    requestedAt: now,
    attempts: 0,
  };
}

/** What its pull requests tell of it. */
export async function storyOf(
  promotion: StoredPromotion,
  { previous: from, version: to }: Planned,
  { planning, changesOf }: PromotionRequest,
  pageOf: (service: string) => string | undefined,
): Promise<PromotionStory> {
  return {
    ...promotion,
    name: planning.name,
    page: pageOf(promotion.service),
    changes: from && to ? await changesOf?.({ from, to }) : undefined,
  };
}

/** A pull request as it is first recorded, with all that it is to be made of. */
export function draftPullRequest(
  change: PlannedChange,
  stories: readonly PromotionStory[],
  options: {
    branch: string;
    settings: PromotionSettings | undefined;
    reviewers: ReviewersOf;
    /** Whose the wish is that it is merged when it is ready */
    mergesFor?: Person;
    templates: PromotionTemplates | undefined;
  },
): StoredPullRequest {
  return {
    id: randomUUID(),
    repositoryUrl: change.repositoryUrl,
    repository: change.repository,
    base: change.branch,
    baseSha: change.base,
    branch: options.branch,
    files: new Map(
      [...change.files].map(([path, { after }]) => [
        path,
        Buffer.from(after, 'utf8'),
      ]),
    ),
    differences: [...change.files].map(([path, { before, after }]) =>
      differenceOf(path, before, after),
    ),
    ...wordsOf(stories, options.templates),
    labels: options.settings?.labels ?? [],
    reviewers: options.reviewers.asked,
    reviewerRefs: options.reviewers.notified,
    isKeptUpToDate: options.settings?.keepUpToDate ?? false,
    queued: options.mergesFor && {
      by: options.mergesFor,
      method: options.settings?.merge?.method,
      state: 'wanted',
    },
    state: 'planned',
    attempts: 0,
  };
}
