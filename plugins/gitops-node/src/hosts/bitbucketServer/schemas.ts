import { z } from 'zod';

/**
 * What is read of the answers of Bitbucket Data Center's REST API
 * (https://developer.atlassian.com/server/bitbucket/rest/).
 */

const text = z.string();

/** https://developer.atlassian.com/server/bitbucket/rest/intro/#paged-apis */
export function pageOf<T extends z.ZodType>(schema: T) {
  return z.object({
    values: z.array(schema),
    isLastPage: z.boolean().nullish(),
    nextPageStart: z.number().nullish(),
  });
}

export const restrictions = pageOf(z.object({ type: text }));

export const repository = z.object({
  id: z.number(),
  archived: z.boolean().nullish(),
});
export const defaultBranch = z.object({ displayId: text });

const path = z.object({ components: z.array(text) });

export const nodeType = z.object({ type: text });
export const directory = z.object({
  children: pageOf(z.object({ path, type: text })).nullish(),
});

export const change = z.object({ path, type: text });

export const commit = z.object({
  id: text,
  message: text.nullish(),
  author: z.object({
    name: text,
    displayName: text.nullish(),
    emailAddress: text.nullish(),
  }),
  /** In milliseconds, as all times are */
  authorTimestamp: z.number(),
  parents: z.array(z.object({ id: text })).nullish(),
});

/** The type is `NORMAL`, or `SERVICE` of an access token or an app */
const user = z.object({ name: text, type: text.nullish() });
export type User = z.infer<typeof user>;
export const users = z.array(user);
const participant = z.object({ user, status: text.nullish() });

const ref = z.object({
  id: text,
  displayId: text,
  latestCommit: text,
  repository: z.object({
    slug: text,
    project: z.object({ key: text }),
  }),
});

export const pullRequest = z.object({
  id: z.number(),
  /** Grows with every change, also with a new head of the branch */
  version: z.number(),
  title: text,
  state: text,
  draft: z.boolean().nullish(),
  fromRef: ref,
  toRef: ref,
  createdDate: z.number(),
  closedDate: z.number().nullish(),
  author: z.object({ user }).nullish(),
  reviewers: z.array(participant).nullish(),
  participants: z.array(participant).nullish(),
  properties: z
    .object({ mergeCommit: z.object({ id: text }).nullish() })
    .nullish(),
});
export type BitbucketServerPullRequest = z.infer<typeof pullRequest>;

export const pullRequestSettings = z.object({
  mergeConfig: z
    .object({
      strategies: z
        .array(z.object({ id: text, enabled: z.boolean().nullish() }))
        .nullish(),
    })
    .nullish(),
});

export const mergeability = z.object({
  conflicted: z.boolean().nullish(),
  outcome: text.nullish(),
});
export type Mergeability = z.infer<typeof mergeability>;

export const activity = z.object({ action: text, user: user.nullish() });

export const build = z.object({ key: text, state: text, name: text.nullish() });
export type Build = z.infer<typeof build>;
