import { z } from 'zod';
import { deploymentResults, deploymentStates } from './constants';
import { causeSchema } from './deployments';
import { nullableText, nullableTime, time } from './fields';
import { versionObstacleSchema } from './versionObstacle';

/** @public */
export const finishedDeploymentSchema = z
  .object({
    id: z.string(),
    environment: z
      .string()
      .describe('At that time; empty where the Application belonged to none'),
    instance: z.string().describe('Name of the Argo CD instance'),
    namespace: z.string().describe('Namespace of the Application'),
    name: z.string().describe('Name of the Application'),
    result: z
      .enum(deploymentResults)
      .describe(
        'succeeded: what was deployed became healthy. failed: the sync failed, or what it deployed stayed unhealthy. unknown: nobody saw how it ended',
      ),
    cause: causeSchema
      .nullable()
      .describe("Why it failed; null where it did not, or it isn't known"),
    reason: nullableText.describe('`cause` as an English sentence'),
    version: nullableText.describe(
      'What it deployed; null where nobody saw that',
    ),
    images: z.array(z.string()).describe('What ran when it was healthy'),
    revisions: z
      .array(z.string())
      .describe("Commits or charts' versions, by the place of their sources"),
    startedAt: time.describe("Of the sync, by Argo CD's clock"),
    finishedAt: time.describe("Of the sync, by Argo CD's clock"),
    healthyAt: nullableTime.describe(
      'When what it deployed was healthy, of a failed one after it had failed; null where nobody saw that',
    ),
    startedBy: nullableText.describe(
      'The person or account, as Argo CD names it; null where it names none',
    ),
    isAutomated: z
      .boolean()
      .nullable()
      .describe('Whether Argo CD began it by itself; null where it is unknown'),
    promotion: nullableText.describe(
      'Id of the promotion that is known to have brought it',
    ),
  })
  .describe('A finished deployment of one Application');

/**
 * A finished deployment of one Application.
 *
 * @public
 */
export type FinishedDeployment = z.infer<typeof finishedDeploymentSchema>;

/** @public */
export const deploymentHistorySchema = z
  .object({
    items: z.array(finishedDeploymentSchema),
    next: nullableText.describe(
      'What asks for the page after it, as `before`; null on the last page',
    ),
    watchedSince: nullableTime.describe(
      "Since when all the service's instances have been watched: what is older comes from Argo CD's own history; null where an instance never was",
    ),
    notRecordedSince: nullableTime.describe(
      'Since when nothing could be recorded; null while all is well',
    ),
  })
  .describe('One page of finished deployments, newest first');

/**
 * One page of finished deployments, newest first.
 *
 * @public
 */
export type DeploymentHistory = z.infer<typeof deploymentHistorySchema>;

/** @public */
export const seenVersionSchema = z
  .object({
    environment: z.string(),
    version: z.string(),
    since: time.describe('Since when it is known to have run, the last time'),
    until: nullableTime.describe(
      'Until when it is known to have run; null while nobody saw it replaced',
    ),
    healthySince: nullableTime.describe(
      'Its last time of being healthy, of all Applications that ran it; null where that was never seen',
    ),
    healthyUntil: nullableTime.describe(
      'Null while that lasts, as far as it was seen',
    ),
    state: z
      .enum(deploymentStates)
      .describe('The last one seen that was its own; the worst of several'),
    digest: nullableText.describe(
      'Of its image when it was last healthy; null where that is not known',
    ),
    isRunning: z
      .boolean()
      .nullable()
      .describe('Whether it runs now; null where that is not known'),
    applications: z
      .array(
        z.object({
          instance: z.string(),
          namespace: z.string(),
          name: z.string(),
        }),
      )
      .describe('Those that ran it'),
  })
  .describe('A version that was seen to run in an environment');

/**
 * A version that was seen to run in an environment.
 *
 * @public
 */
export type SeenVersion = z.infer<typeof seenVersionSchema>;

/** @public */
export const versionCandidateSchema = z
  .object({
    version: z.string(),
    digest: nullableText.describe('Of its image; null where it is not known'),
    from: nullableText.describe(
      'The nearest environment before that runs it, or where it was seen healthy: what a promotion of it comes from; null where there is none',
    ),
    runsIn: z.array(z.string()).describe('Environments that run it now'),
    ranIn: z
      .array(seenVersionSchema)
      .describe('Where it was seen to run, the environments that run it too'),
    isPromotable: z
      .boolean()
      .describe('Whether it can be promoted; gates may block it all the same'),
    why: versionObstacleSchema
      .nullable()
      .describe("Why it can't be promoted; null where it can"),
  })
  .describe('A version that may be promoted');

/**
 * A version that may be promoted.
 *
 * @public
 */
export type VersionCandidate = z.infer<typeof versionCandidateSchema>;

/** @public */
export const seenVersionsSchema = z
  .object({
    items: z.array(seenVersionSchema),
    candidates: z
      .array(versionCandidateSchema)
      .optional()
      .describe(
        'With `to`: what may be promoted there, first what runs in the environment before it',
      ),
    notRecordedSince: nullableTime.describe(
      'Since when nothing could be recorded; null while all is well',
    ),
  })
  .describe('Versions that were seen to run, the last begun first');

/**
 * Versions that were seen to run, the last begun first.
 *
 * @public
 */
export type SeenVersions = z.infer<typeof seenVersionsSchema>;
