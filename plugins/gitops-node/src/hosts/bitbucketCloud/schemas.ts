import { z } from 'zod';

/**
 * What is read of the answers of Bitbucket Cloud's REST API 2.0
 * (https://developer.atlassian.com/cloud/bitbucket/rest/).
 */

const text = z.string();

export function pageOf<T extends z.ZodType>(schema: T) {
  return z.object({ values: z.array(schema), next: text.nullish() });
}

export const repository = z.object({
  mainbranch: z.object({ name: text }).nullish(),
});

export const ref = z.object({ target: z.object({ hash: text }) });
export const commitRef = z.object({ hash: text });

export const entry = z.object({
  type: text,
  path: text,
  attributes: z.array(text).nullish(),
});
export type Entry = z.infer<typeof entry>;
export const entries = pageOf(entry);

export const commits = pageOf(
  z.object({
    hash: text,
    message: text,
    date: text,
    /** `Dana Developer <dana@example.com>` */
    author: z.object({ raw: text }),
    links: z.object({ html: z.object({ href: text }) }),
  }),
);

const account = z.object({
  uuid: text,
  nickname: text.nullish(),
  display_name: text.nullish(),
  /** `user`, or `app_user` of an app or an access token */
  type: text.nullish(),
});
export type Account = z.infer<typeof account>;

const endpoint = z.object({
  branch: z.object({ name: text }),
  commit: commitRef.nullish(),
  /** None where it was deleted */
  repository: z.object({ full_name: text }).nullish(),
});

export const pullRequest = z.object({
  id: z.number(),
  title: text,
  description: text.nullish(),
  state: text,
  draft: z.boolean().nullish(),
  queued: z.boolean().nullish(),
  source: endpoint,
  destination: endpoint,
  created_on: text,
  updated_on: text,
  author: account.nullish(),
  closed_by: account.nullish(),
  merge_commit: commitRef.nullish(),
  reviewers: z.array(account).nullish(),
  participants: z
    .array(z.object({ user: account.nullish(), approved: z.boolean() }))
    .nullish(),
});
export type BitbucketPullRequest = z.infer<typeof pullRequest>;
export const pullRequests = pageOf(pullRequest);

export const statuses = pageOf(
  z.object({ state: text, key: text.nullish(), name: text.nullish() }),
);

export const users = pageOf(z.object({ user: account }));
