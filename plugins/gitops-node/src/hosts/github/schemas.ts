import { z } from 'zod';

/** What is read of GitHub's answers, version 2022-11-28 of its REST API. */

const text = z.string();
/** The type is `User`, `Bot` of an app or its installation, or another of no person */
const user = z.object({ login: text, type: text.nullish() }).nullish();

export const repository = z.object({
  /** Its name in GraphQL */
  node_id: text,
  default_branch: text,
  archived: z.boolean(),
  permissions: z.object({ push: z.boolean() }).nullish(),
  /** Told to those who may push */
  allow_merge_commit: z.boolean().nullish(),
  allow_squash_merge: z.boolean().nullish(),
  allow_rebase_merge: z.boolean().nullish(),
});

export const ref = z.object({ object: z.object({ sha: text, type: text }) });

const entry = z.object({
  name: text,
  path: text,
  type: text,
  sha: text,
  size: z.number(),
  download_url: text.nullish(),
});
export type Entry = z.infer<typeof entry>;
/** A directory; anything but a list is no directory */
export const contents = z.union([z.array(entry), z.object({ type: text })]);

export const blob = z.object({ content: text, encoding: z.literal('base64') });

export const tree = z.object({
  tree: z.array(z.object({ path: text, mode: text, type: text, sha: text })),
  truncated: z.boolean().nullish(),
});
export type TreeEntry = z.infer<typeof tree>['tree'][number];

export const gitCommit = z.object({ tree: z.object({ sha: text }) });

/** What was made: a blob, tree or commit */
export const made = z.object({ sha: text });

export const pull = z.object({
  number: z.number(),
  /** Its name in GraphQL */
  node_id: text,
  html_url: text,
  title: text,
  state: text,
  created_at: text,
  closed_at: text.nullish(),
  merged_at: text.nullish(),
  merge_commit_sha: text.nullish(),
  head: z.object({ ref: text, sha: text }),
  base: z.object({ ref: text }),
  labels: z.array(z.object({ name: text })),
  user,
  // Not in lists
  merged_by: user,
  mergeable: z.boolean().nullish(),
  mergeable_state: text.nullish(),
});
export type Pull = z.infer<typeof pull>;

export const pulls = z.array(pull);

export const issue = z.object({ closed_by: user });

export const reviews = z.array(z.object({ state: text, user }));

export const checkRuns = z.object({
  check_runs: z.array(
    z.object({ name: text, status: text, conclusion: text.nullish() }),
  ),
});

export const combinedStatus = z.object({
  statuses: z.array(z.object({ state: text, context: text })),
});

const listedCommit = z.object({
  sha: text,
  html_url: text,
  commit: z.object({
    message: text,
    author: z
      .object({
        name: text.nullish(),
        email: text.nullish(),
        date: text.nullish(),
      })
      .nullish(),
    committer: z.object({ date: text.nullish() }).nullish(),
  }),
});
export type ListedCommit = z.infer<typeof listedCommit>;
export const commits = z.array(listedCommit);

export const commit = z.object({
  commit: z.object({ message: text }),
  parents: z.array(z.object({ sha: text })),
  files: z
    .array(z.object({ filename: text, previous_filename: text.nullish() }))
    .optional()
    .default([]),
});

export const comparison = z.object({ status: text });
/** The same, with what it compares, oldest first */
export const wholeComparison = z.object({ total_commits: z.number(), commits });

const run = z.object({
  id: z.number(),
  run_number: z.number(),
  display_title: text.nullish(),
  event: text,
  status: text.nullish(),
  conclusion: text.nullish(),
  head_branch: text.nullish(),
  head_sha: text,
  html_url: text,
  run_started_at: text.nullish(),
  updated_at: text.nullish(),
  actor: user,
  triggering_actor: user,
});
export type Run = z.infer<typeof run>;

export const runs = z.object({ workflow_runs: z.array(run) });
