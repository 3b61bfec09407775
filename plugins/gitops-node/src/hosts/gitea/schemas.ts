import { z } from 'zod';

/** What is read of Gitea's answers (1.26, and Forgejo's, which are the same here). */

const text = z.string();

export const repository = z.object({
  default_branch: text,
  archived: z.boolean().nullish(),
  mirror: z.boolean().nullish(),
  permissions: z.object({ push: z.boolean() }).nullish(),
  allow_merge_commits: z.boolean().nullish(),
  allow_squash_merge: z.boolean().nullish(),
  allow_rebase: z.boolean().nullish(),
  default_merge_style: text.nullish(),
});
export type Repository = z.infer<typeof repository>;

export const team = z.object({
  permission: text.nullish(),
  /** Of teams whose rights differ by what a repository has */
  units_map: z.record(z.string(), text).nullish(),
});
export const protection = z.object({ rule_name: text });

export const branch = z.object({
  commit: z.object({ id: text, timestamp: text.nullish() }),
});

const entry = z.object({
  name: text,
  path: text,
  type: text,
  sha: text,
  size: z.number().nullish(),
  encoding: text.nullish(),
  content: text.nullish(),
});
export const contents = z.union([z.array(entry), entry]);

export const tree = z.object({
  tree: z.array(z.object({ path: text, type: text, sha: text })),
  truncated: z.boolean().nullish(),
});

export const changedFiles = z.object({ commit: z.object({ sha: text }) });

/** Accounts of Gitea's own, such as that of its Actions, have negative ids */
const user = z.object({ login: text, id: z.number().nullish() }).nullish();

export const pull = z.object({
  number: z.number(),
  html_url: text,
  title: text,
  state: text,
  user,
  merged: z.boolean(),
  mergeable: z.boolean().nullish(),
  merge_commit_sha: text.nullish(),
  merged_at: text.nullish(),
  merged_by: user,
  created_at: text,
  updated_at: text.nullish(),
  closed_at: text.nullish(),
  head: z.object({ label: text, ref: text, sha: text }),
  base: z.object({ ref: text }),
  labels: z.array(z.object({ name: text })).nullish(),
});
export type Pull = z.infer<typeof pull>;

export const pulls = z.array(pull);

/** Of the combined status */
export const statuses = z
  .object({
    statuses: z
      .array(z.object({ status: text.nullish(), context: text.nullish() }))
      .nullish(),
  })
  .transform(combined => combined.statuses ?? []);

export const reviews = z.array(
  z.object({
    state: text,
    user,
    dismissed: z.boolean().nullish(),
    stale: z.boolean().nullish(),
  }),
);

export const label = z.object({ id: z.number(), name: text });
export const labels = z.array(label);

const commit = z.object({
  sha: text,
  html_url: text,
  commit: z.object({
    message: text,
    author: z.object({ name: text, email: text, date: text }),
  }),
});
export type Commit = z.infer<typeof commit>;
export const commits = z.array(commit);

export const comparison = z.object({ total_commits: z.number() });
/** The same, with what it compares */
export const wholeComparison = z.object({
  commits: z
    .array(
      commit.extend({ files: z.array(z.object({ filename: text })).nullish() }),
    )
    .nullish(),
});

export const wholeCommit = z.object({
  commit: z.object({ message: text }),
  parents: z.array(z.object({ sha: text })),
  files: z.array(z.object({ filename: text })),
});

export const runs = z.object({
  workflow_runs: z
    .array(
      z.object({
        id: z.number(),
        run_number: z.number(),
        display_title: text.nullish(),
        event: text,
        status: text,
        conclusion: text.nullish(),
        head_branch: text.nullish(),
        head_sha: text,
        html_url: text,
        path: text.nullish(),
        started_at: text.nullish(),
        completed_at: text.nullish(),
        actor: user,
      }),
    )
    .nullish(),
});
export type Run = NonNullable<z.infer<typeof runs>['workflow_runs']>[number];

export const tasks = z.object({
  workflow_runs: z
    .array(
      z.object({
        run_number: z.number(),
        workflow_id: text,
        display_title: text.nullish(),
        event: text,
        status: text,
        head_branch: text,
        head_sha: text,
        url: text,
        updated_at: text.nullish(),
        run_started_at: text.nullish(),
      }),
    )
    .nullish(),
});
export type Task = NonNullable<z.infer<typeof tasks>['workflow_runs']>[number];
