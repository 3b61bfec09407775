export const PROMOTIONS = 'gitops_promotions';
export const PULL_REQUESTS = 'gitops_pull_requests';
export const LINKS = 'gitops_promotion_pull_requests';

/** SQLite answers times as numbers, PostgreSQL as dates; strings are what was just written. */
export type Time = Date | number | string;

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
  automatic: string | null;
  overridden: boolean | number;
  rolls_back: string | null;
  release_id: string | null;
  superseded_by: string | null;
  withdrawn_by: string | null;
  waves: string;
  passed: string;
  announced: number;
  requested_at: Time;
  opened_at: Time | null;
  merged_at: Time | null;
  refreshed_at: Time | null;
  deploying_at: Time | null;
  ended_at: Time | null;
}

export interface PullRequestRow extends Driven {
  id: string;
  repository_url: string;
  repository: string;
  base: string;
  base_sha: string;
  branch: string;
  files: string;
  differences: string;
  message: string;
  title: string;
  body: string;
  labels: string;
  reviewers: string;
  reviewer_refs: string;
  is_kept_up_to_date: boolean | number;
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
  queued: string | null;
  branch_update: string | null;
  refusal: string | null;
  obstacle: string | null;
  statuses: string | null;
  looked: string | null;
  hints: number;
}

export interface LinkRow {
  promotion_id: string;
  pull_request_id: string;
}

/** What of a row the driving of it does not write. */
export type Undriven<Row> = Omit<
  Row,
  'slot' | Exclude<keyof Driven, 'attempts' | 'host'>
>;

/** Of any address of a repository, https or ssh. */
export function hostOf(repositoryUrl: string): string {
  return (
    /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^/:]+(?::\d+)?)/i
      .exec(repositoryUrl)?.[1]
      .toLowerCase() ?? ''
  );
}

/** Of JSON in a column. */
export function parsed<T>(text: string | null): T | undefined {
  return text === null ? undefined : JSON.parse(text);
}

/** As a column has it. */
export function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** ISO 8601, of what a database answers. */
export function iso(time: Time | null): string | undefined {
  return time === null ? undefined : new Date(time).toISOString();
}

/** As a statement takes it. */
export function date(time: string | undefined): Date | null {
  return time === undefined ? null : new Date(time);
}
