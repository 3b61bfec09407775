import { z } from 'zod';

/**
 * What is read of the answers of Azure DevOps' REST API, version 7
 * (https://learn.microsoft.com/rest/api/azure/devops/git/).
 */

const text = z.string();

export function listOf<T extends z.ZodType>(schema: T) {
  return z.object({ value: z.array(schema) });
}

export const repository = z.object({
  id: text,
  defaultBranch: text.nullish(),
  isDisabled: z.boolean().nullish(),
});

export const refs = listOf(z.object({ name: text, objectId: text }));

export const refUpdates = listOf(
  z.object({
    success: z.boolean(),
    updateStatus: text.nullish(),
    customMessage: text.nullish(),
  }),
);

export const item = z.object({
  path: text,
  objectId: text,
  gitObjectType: text,
  isSymLink: z.boolean().nullish(),
});
export type Item = z.infer<typeof item>;
export const items = listOf(item);

export const pushed = z.object({
  commits: z.array(z.object({ commitId: text })).nonempty(),
});

export const commit = z.object({
  commitId: text,
  author: z.object({ name: text, email: text, date: text }),
  comment: text,
  commentTruncated: z.boolean().nullish(),
  remoteUrl: text.nullish(),
});
export type Commit = z.infer<typeof commit>;
export const commits = listOf(commit);

export const wholeCommit = z.object({
  comment: text,
  parents: z.array(text),
});
export const changes = z.object({
  changes: z.array(
    z.object({ item: z.object({ path: text, gitObjectType: text.nullish() }) }),
  ),
});

export const mergeBases = listOf(z.object({ commitId: text }));

const commitRef = z.object({ commitId: text }).nullish();
const identity = z.object({
  uniqueName: text.nullish(),
  /** Begins with the kind of the account. Reviewers have it in the address of their picture only */
  descriptor: text.nullish(),
  _links: z.object({ avatar: z.object({ href: text }).nullish() }).nullish(),
});
export type Identity = z.infer<typeof identity>;

export const pullRequest = z.object({
  pullRequestId: z.number(),
  title: text,
  status: text,
  isDraft: z.boolean().nullish(),
  sourceRefName: text,
  targetRefName: text,
  createdBy: identity.extend({ id: text }).nullish(),
  /** Who has it completed when its policies are met */
  autoCompleteSetBy: z.object({ id: text }).nullish(),
  creationDate: text,
  closedDate: text.nullish(),
  closedBy: identity.nullish(),
  mergeStatus: text.nullish(),
  mergeFailureMessage: text.nullish(),
  lastMergeSourceCommit: commitRef,
  lastMergeCommit: commitRef,
  forkSource: z.object({}).nullish(),
  reviewers: z
    .array(
      identity.extend({
        id: text.nullish(),
        vote: z.number(),
        isContainer: z.boolean().nullish(),
      }),
    )
    .nullish(),
});
export type AzurePullRequest = z.infer<typeof pullRequest>;
export const pullRequests = listOf(pullRequest);

export const labels = listOf(z.object({ name: text }));

const isAllowed = z.boolean().nullish();
/** Of the policy that limits the ways of merging */
export const mergePolicies = listOf(
  z.object({
    isEnabled: z.boolean(),
    settings: z.object({
      allowNoFastForward: isAllowed,
      allowSquash: isAllowed,
      allowRebase: isAllowed,
    }),
  }),
);

const property = z.object({ $value: z.unknown().optional() }).nullish();
export const identities = listOf(
  z.object({
    id: text,
    isActive: z.boolean().nullish(),
    isContainer: z.boolean().nullish(),
    properties: z.object({ Account: property, Mail: property }).nullish(),
  }),
);
