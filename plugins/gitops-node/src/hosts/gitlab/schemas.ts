import { z } from 'zod';

/**
 * What is read of the answers of GitLab's REST API, version 4 (https://docs.gitlab.com/api/rest/).
 */

const text = z.string();

const access = z.object({ access_level: z.number() }).nullish();
export const project = z.object({
  id: z.number(),
  default_branch: text.nullish(),
  archived: z.boolean().nullish(),
  /** `always` and `never` leave no choice */
  squash_option: text.nullish(),
  permissions: z
    .object({ project_access: access, group_access: access })
    .nullish(),
  shared_with_groups: z
    .array(z.object({ group_id: z.number(), group_access_level: z.number() }))
    .nullish(),
});

export const group = z.object({ id: z.number() });
export const member = z.object({ access_level: z.number() });
export const protectedBranch = z.object({
  push_access_levels: z.array(z.object({ access_level: z.number().nullish() })),
  allow_force_push: z.boolean().nullish(),
});
export const approvalRules = z.array(
  z.object({
    id: z.number(),
    name: text,
    rule_type: text,
    approvals_required: z.number(),
  }),
);

export const namespace = z.object({ id: z.number() });

export const commit = z.object({ id: text });
export const branch = z.object({ commit });
export const wholeCommit = z.object({
  message: text,
  parent_ids: z.array(text),
});
export const changes = z.array(z.object({ old_path: text, new_path: text }));

export const tree = z.array(
  z.object({ name: text, path: text, type: text, mode: text }),
);

const account = z.object({ id: z.number(), username: text });
export type Account = z.infer<typeof account>;
const user = account.nullish();

export const mergeRequest = z.object({
  iid: z.number(),
  project_id: z.number(),
  source_project_id: z.number().nullish(),
  web_url: text,
  title: text,
  state: text,
  sha: text.nullish(),
  target_branch: text,
  created_at: text,
  merged_at: text.nullish(),
  closed_at: text.nullish(),
  author: user,
  merge_user: user,
  closed_by: user,
  merge_commit_sha: text.nullish(),
  squash_commit_sha: text.nullish(),
  detailed_merge_status: text.nullish(),
  has_conflicts: z.boolean().nullish(),
  /** Also by a merge train */
  merge_when_pipeline_succeeds: z.boolean().nullish(),
  labels: z.array(text).nullish(),
  reviewers: z.array(z.object({ id: z.number(), username: text })).nullish(),
  /** Only in the answer about a single one */
  head_pipeline: z.object({ status: text }).nullish(),
});
export type MergeRequest = z.infer<typeof mergeRequest>;

export const mergeRequests = z.array(mergeRequest);

const status = z.object({
  name: text,
  status: text,
  /** Then its failure does not fail the pipeline */
  allow_failure: z.boolean().nullish(),
});
export type Status = z.infer<typeof status>;
export const statuses = z.array(status);

export const approvals = z.object({
  approved_by: z.array(z.object({ user: account })),
});

/** `bot` since GitLab 13 */
export const userById = z.object({ bot: z.boolean().nullish() });

export const users = z.array(z.object({ id: z.number(), username: text }));

export const commits = z.array(
  z.object({
    id: text,
    message: text,
    author_name: text,
    author_email: text,
    committed_date: text,
    web_url: text,
  }),
);

export const pipelines = z.array(
  z.object({
    id: z.number(),
    iid: z.number(),
    status: text,
    source: text.nullish(),
    ref: text.nullish(),
    sha: text,
    name: text.nullish(),
    web_url: text,
    created_at: text,
    updated_at: text.nullish(),
  }),
);
export type Pipeline = z.infer<typeof pipelines>[number];
