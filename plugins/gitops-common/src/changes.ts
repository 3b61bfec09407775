import { z } from 'zod';
import { changesProblemSchema } from './changesProblem';
import { count, nullableText, time } from './fields';

/** @public */
export const versionCommitSchema = z
  .object({
    version: z.string(),
    commit: nullableText.describe('Its SHA; null where it is not known'),
    tag: nullableText.describe(
      'The tag that says so; null where the version is a commit itself, or its commit is not known',
    ),
  })
  .describe('Which commit a version was built from');

/** Which commit a version was built from. @public */
export type VersionCommit = z.infer<typeof versionCommitSchema>;

/** @public */
export const changedCommitsSchema = z
  .object({
    commits: z
      .array(
        z.object({
          sha: z.string(),
          subject: z.string().describe("The message's first line"),
          author: z.string().describe('As the Git host names them'),
          date: time,
          url: z.string(),
          pullRequest: count
            .nullable()
            .describe(
              "The number of the pull request that brought it, as the host's own message says",
            ),
        }),
      )
      .describe('Newest first, at most 50'),
    total: count
      .nullable()
      .describe(
        'How many there are; null where there may be more than `commits`, and the host does not tell how many',
      ),
  })
  .describe('Commits that one version has and another has not');

/** Commits that one version has and another has not. @public */
export type ChangedCommits = z.infer<typeof changedCommitsSchema>;

/** @public */
export const versionChangesSchema = z
  .object({
    from: versionCommitSchema,
    to: versionCommitSchema,
    repository: z
      .object({ name: z.string(), url: z.string() })
      .nullable()
      .describe('The source repository; null where it is not known'),
    folder: nullableText.describe(
      "The service's folder in it: only commits that changed it are told. Null: commits of the whole repository are",
    ),
    missingFolder: nullableText.describe(
      'A folder that the catalog names and that the commit does not have; then `folder` is null',
    ),
    added: changedCommitsSchema
      .nullable()
      .describe(
        'What `to` has and `from` has not; null where `problem` says why',
      ),
    takenBack: changedCommitsSchema
      .nullable()
      .describe(
        'What `from` has and `to` has not; null where `problem` says why',
      ),
    url: nullableText.describe("The Git host's page of the difference"),
    problem: changesProblemSchema.nullable(),
  })
  .describe('What changes from one version of a service to another');

/** What changes from one version of a service to another. @public */
export type VersionChanges = z.infer<typeof versionChangesSchema>;

/**
 * How many commits and pull requests there are. Where not all are listed, there are at least so
 * many.
 *
 * @public
 */
export function countChanges({ commits, total }: ChangedCommits): {
  commits: number;
  pullRequests: number;
  areAllListed: boolean;
} {
  const numbers = commits.flatMap(one => one.pullRequest ?? []);
  return {
    commits: total ?? commits.length,
    pullRequests: new Set(numbers).size,
    areAllListed: total === commits.length,
  };
}
