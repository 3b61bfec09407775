import type {
  PromotionCause,
  PromotionKind,
  PromotionState,
} from 'backstage-plugin-gitops-common';
import type { StoredPromotion, StoredPullRequest } from '../StoredPromotion';

export const PROMOTIONS = 'gitops_promotions';
export const PULL_REQUESTS = 'gitops_pull_requests';
export const LINKS = 'gitops_promotion_pull_requests';

/** SQLite answers times as numbers, PostgreSQL as dates; strings are what was just written. */
type Time = Date | number | string;

interface Driven {
  due_at: Time | null;
  host: string;
  lease_until: Time | null;
  lease_ticket: string | null;
  is_fenced: boolean | number;
  attempts: number;
}

export interface PromotionRow extends Driven {
  id: string;
  slot: string | null;
  kind: string;
  service: string;
  from_environment: string;
  to_environment: string;
  version: string;
  previous: string;
  versions: string;
  targets: string;
  gates: string;
  state: string;
  cause: string;
  obstacle: string | null;
  requested_by: string;
  requested_by_name: string;
  reason: string;
  overridden: boolean | number;
  rolls_back: string | null;
  superseded_by: string | null;
  withdrawn_by: string | null;
  waves: string;
  announced: string | null;
  requested_at: Time;
  opened_at: Time | null;
  merged_at: Time | null;
  refreshed_at: Time | null;
  deploying_at: Time | null;
  ended_at: Time | null;
}

export interface PullRequestRow extends Driven {
  id: string;
  slot: string | null;
  repository_url: string;
  repository: string;
  base: string;
  base_sha: string;
  branch: string;
  files: string;
  message: string;
  title: string;
  body: string;
  labels: string;
  reviewers: string;
  state: string;
  number: number | null;
  url: string | null;
  head: string | null;
  merge_commit: string | null;
  ended_by: string | null;
  opened_at: Time | null;
  ended_at: Time | null;
  observed: string | null;
  refused: string | null;
  close_comment: string | null;
  merging_by: string | null;
  refusal: string | null;
  obstacle: string | null;
}

export interface LinkRow {
  promotion_id: string;
  pull_request_id: string;
}

type Undriven<Row> = Omit<
  Row,
  'slot' | Exclude<keyof Driven, 'attempts' | 'host'>
>;

export function promotionOf(row: PromotionRow): StoredPromotion {
  return {
    id: row.id,
    kind: row.kind as PromotionKind,
    service: row.service,
    from: row.from_environment,
    to: row.to_environment,
    version: row.version,
    previous: row.previous,
    versions: JSON.parse(row.versions),
    targets: JSON.parse(row.targets),
    gates: JSON.parse(row.gates),
    state: row.state as PromotionState,
    cause: JSON.parse(row.cause) as PromotionCause,
    obstacle: parsed(row.obstacle),
    requestedBy: row.requested_by,
    requestedByName: row.requested_by_name,
    reason: row.reason,
    overridden: Boolean(row.overridden),
    rollsBack: row.rolls_back ?? undefined,
    supersededBy: row.superseded_by ?? undefined,
    withdrawnBy: parsed(row.withdrawn_by),
    waves: JSON.parse(row.waves),
    announced: (row.announced as PromotionState | null) ?? undefined,
    requestedAt: iso(row.requested_at)!,
    openedAt: iso(row.opened_at),
    mergedAt: iso(row.merged_at),
    refreshedAt: iso(row.refreshed_at),
    deployingAt: iso(row.deploying_at),
    endedAt: iso(row.ended_at),
    attempts: row.attempts,
  };
}

export function rowOfPromotion(
  promotion: StoredPromotion,
): Undriven<PromotionRow> {
  return {
    id: promotion.id,
    host: hostOf(promotion.targets[0]?.repositoryUrl ?? ''),
    kind: promotion.kind,
    service: promotion.service,
    from_environment: promotion.from,
    to_environment: promotion.to,
    version: promotion.version,
    previous: promotion.previous,
    versions: JSON.stringify(promotion.versions),
    targets: JSON.stringify(promotion.targets),
    gates: JSON.stringify(promotion.gates),
    state: promotion.state,
    cause: JSON.stringify(promotion.cause),
    obstacle: json(promotion.obstacle),
    requested_by: promotion.requestedBy,
    requested_by_name: promotion.requestedByName,
    reason: promotion.reason,
    overridden: promotion.overridden,
    rolls_back: promotion.rollsBack ?? null,
    superseded_by: promotion.supersededBy ?? null,
    withdrawn_by: json(promotion.withdrawnBy),
    waves: JSON.stringify(promotion.waves),
    announced: promotion.announced ?? null,
    requested_at: new Date(promotion.requestedAt),
    opened_at: date(promotion.openedAt),
    merged_at: date(promotion.mergedAt),
    refreshed_at: date(promotion.refreshedAt),
    deploying_at: date(promotion.deployingAt),
    ended_at: date(promotion.endedAt),
    attempts: promotion.attempts,
  };
}

/** Everything but the files, which are large and needed by the worker alone. */
export const pullRequestColumns = [
  'id',
  'repository_url',
  'repository',
  'base',
  'base_sha',
  'branch',
  'message',
  'title',
  'body',
  'labels',
  'reviewers',
  'state',
  'number',
  'url',
  'head',
  'merge_commit',
  'ended_by',
  'opened_at',
  'ended_at',
  'observed',
  'refused',
  'close_comment',
  'merging_by',
  'refusal',
  'obstacle',
  'attempts',
] as const;

export function pullRequestOf(
  row: Omit<PullRequestRow, 'files'> & Partial<Pick<PullRequestRow, 'files'>>,
): StoredPullRequest {
  const files = Object.entries(
    JSON.parse(row.files ?? '{}') as Record<string, string>,
  );
  return {
    id: row.id,
    repositoryUrl: row.repository_url,
    repository: row.repository,
    base: row.base,
    baseSha: row.base_sha,
    branch: row.branch,
    files: new Map(
      files.map(([path, bytes]) => [path, Buffer.from(bytes, 'base64')]),
    ),
    message: row.message,
    title: row.title,
    body: row.body,
    labels: JSON.parse(row.labels),
    reviewers: JSON.parse(row.reviewers),
    state: row.state as StoredPullRequest['state'],
    number: row.number ?? undefined,
    url: row.url ?? undefined,
    head: row.head ?? undefined,
    mergeCommit: row.merge_commit ?? undefined,
    endedBy: row.ended_by ?? undefined,
    openedAt: iso(row.opened_at),
    endedAt: iso(row.ended_at),
    observed: parsed(row.observed),
    refused: parsed(row.refused),
    closeComment: row.close_comment ?? undefined,
    mergingBy: parsed(row.merging_by),
    refusal: row.refusal ?? undefined,
    obstacle: parsed(row.obstacle),
    attempts: row.attempts,
  };
}

export function rowOfPullRequest(
  pullRequest: StoredPullRequest,
): Undriven<PullRequestRow> {
  const files = [...pullRequest.files].map(([path, bytes]) => [
    path,
    Buffer.from(bytes).toString('base64'),
  ]);
  return {
    id: pullRequest.id,
    host: hostOf(pullRequest.repositoryUrl),
    repository_url: pullRequest.repositoryUrl,
    repository: pullRequest.repository,
    base: pullRequest.base,
    base_sha: pullRequest.baseSha,
    branch: pullRequest.branch,
    files: JSON.stringify(Object.fromEntries(files)),
    message: pullRequest.message,
    title: pullRequest.title,
    body: pullRequest.body,
    labels: JSON.stringify(pullRequest.labels),
    reviewers: JSON.stringify(pullRequest.reviewers),
    state: pullRequest.state,
    number: pullRequest.number ?? null,
    url: pullRequest.url ?? null,
    head: pullRequest.head ?? null,
    merge_commit: pullRequest.mergeCommit ?? null,
    ended_by: pullRequest.endedBy ?? null,
    opened_at: date(pullRequest.openedAt),
    ended_at: date(pullRequest.endedAt),
    observed: json(pullRequest.observed),
    refused: json(pullRequest.refused),
    close_comment: pullRequest.closeComment ?? null,
    merging_by: json(pullRequest.mergingBy),
    refusal: pullRequest.refusal ?? null,
    obstacle: json(pullRequest.obstacle),
    attempts: pullRequest.attempts,
  };
}

/** Of any address of a repository, https or ssh. */
export function hostOf(repositoryUrl: string): string {
  return (
    /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^/:]+(?::\d+)?)/i
      .exec(repositoryUrl)?.[1]
      .toLowerCase() ?? ''
  );
}

function parsed<T>(text: string | null): T | undefined {
  return text === null ? undefined : JSON.parse(text);
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function iso(time: Time | null): string | undefined {
  return time === null ? undefined : new Date(time).toISOString();
}

function date(time: string | undefined): Date | null {
  return time === undefined ? null : new Date(time);
}
