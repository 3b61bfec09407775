import type { StoredPullRequest } from '../StoredPromotion';
import {
  date,
  hostOf,
  iso,
  json,
  parsed,
  PullRequestRow,
  Undriven,
} from './rows';

/** What a pull request is made of: large, and needed where it is made alone. */
export const contentColumns = ['files', 'message', 'title', 'body'] as const;

/** Everything but its content. */
export const pullRequestColumns = [
  'id',
  'repository_url',
  'repository',
  'base',
  'base_sha',
  'branch',
  'labels',
  'reviewers',
  'reviewer_refs',
  'is_kept_up_to_date',
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
  'queued',
  'branch_update',
  'refusal',
  'obstacle',
  'statuses',
  'looked',
  'hints',
  'attempts',
] as const;

export type PullRequestContent = Pick<
  PullRequestRow,
  (typeof contentColumns)[number]
>;

export function pullRequestOf(
  row: Omit<PullRequestRow, 'differences' | keyof PullRequestContent> &
    Partial<PullRequestContent>,
): StoredPullRequest {
  return {
    ...contentOf({
      files: row.files ?? '{}',
      message: row.message ?? '',
      title: row.title ?? '',
      body: row.body ?? '',
    }),
    id: row.id,
    repositoryUrl: row.repository_url,
    repository: row.repository,
    base: row.base,
    baseSha: row.base_sha,
    branch: row.branch,
    labels: JSON.parse(row.labels),
    reviewers: JSON.parse(row.reviewers),
    reviewerRefs: JSON.parse(row.reviewer_refs),
    isKeptUpToDate: Boolean(row.is_kept_up_to_date),
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
    queued: parsed(row.queued),
    update: parsed(row.branch_update),
    refusal: row.refusal ?? undefined,
    obstacle: parsed(row.obstacle),
    statuses: parsed(row.statuses),
    looked: parsed(row.looked),
    hints: row.hints,
    attempts: row.attempts,
  };
}

export function contentOf(
  content: PullRequestContent,
): Pick<StoredPullRequest, keyof PullRequestContent> {
  const files = Object.entries(
    JSON.parse(content.files) as Record<string, string>,
  );
  return {
    files: new Map(
      files.map(([path, bytes]) => [path, Buffer.from(bytes, 'base64')]),
    ),
    message: content.message,
    title: content.title,
    body: content.body,
  };
}

export function rowOfPullRequest(
  pullRequest: StoredPullRequest,
): Omit<Undriven<PullRequestRow>, 'hints'> {
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
    differences: JSON.stringify(pullRequest.differences ?? []),
    message: pullRequest.message,
    title: pullRequest.title,
    body: pullRequest.body,
    labels: JSON.stringify(pullRequest.labels),
    reviewers: JSON.stringify(pullRequest.reviewers),
    reviewer_refs: JSON.stringify(pullRequest.reviewerRefs),
    is_kept_up_to_date: pullRequest.isKeptUpToDate,
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
    queued: json(pullRequest.queued),
    branch_update: json(pullRequest.update),
    refusal: pullRequest.refusal ?? null,
    obstacle: json(pullRequest.obstacle),
    statuses: json(pullRequest.statuses),
    looked: json(pullRequest.looked),
    attempts: pullRequest.attempts,
  };
}

/** What can change of a pull request: its content and its place stay as they are. */
export function changesOfPullRequest(
  pullRequest: StoredPullRequest,
): Partial<PullRequestRow> {
  const {
    id,
    host,
    repository_url,
    repository,
    branch,
    files,
    differences,
    message,
    title,
    body,
    labels,
    reviewers,
    reviewer_refs,
    ...changes
  } = rowOfPullRequest({ ...pullRequest, files: new Map() });
  return changes;
}
