import { z } from 'zod';
import { setConditionSchema } from './applicationSets';
import { applicationDeploymentSchema } from './deployments';
import { count, nullableText, nullableTime, time } from './fields';
import { instanceProblemSchema } from './instances';

const commitUrl = nullableText.describe(
  'The page of `revision` on the Git host; null if it is not a commit, or the host is not configured',
);

/** @public */
export const resourceDetailSchema = z
  .object({
    group: z.string(),
    kind: z.string(),
    namespace: z.string(),
    name: z.string(),
    wave: z
      .int()
      .nullable()
      .describe(
        "Sync wave; 0 where none is set, null where Argo CD doesn't tell it, as of hooks that are gone",
      ),
    phase: nullableText.describe(
      '`PreSync`, `Sync`, `PostSync` or `SyncFail`, in the last operation; null where the operation did not reach it',
    ),
    startedAt: nullableTime.describe(
      'When the last operation created it, of hooks whose creation was seen; null for all others',
    ),
    hook: nullableText.describe(
      "The hook's type, for example `Sync`; null if it is not a hook",
    ),
    sync: nullableText,
    health: nullableText,
    operationPhase: nullableText.describe(
      '`Succeeded`, `Failed` or `Running` in the last operation; null where the operation did not reach it',
    ),
    isRefused: z
      .boolean()
      .describe('The last operation could not apply it, or could not prune it'),
    message: nullableText,
    images: z.array(z.string()),
  })
  .describe(
    'A Kubernetes resource of an Application, as the last operation and the present comparison have it',
  );

/**
 * A Kubernetes resource of an Application, as the last operation and the present comparison have
 * it.
 *
 * @public
 */
export type ResourceDetail = z.infer<typeof resourceDetailSchema>;

/** @public */
export const conditionDetailSchema = z.object({
  type: z.string(),
  message: z.string(),
  since: nullableTime,
});

/** A condition that Argo CD reports of an Application. @public */
export type ConditionDetail = z.infer<typeof conditionDetailSchema>;

/** @public */
export const historyDetailSchema = z
  .object({
    id: z.int(),
    revision: nullableText,
    commitUrl,
    deployedAt: nullableTime,
    startedAt: nullableTime,
    initiatedBy: nullableText,
  })
  .describe("A finished deployment from Argo CD's own history");

/**
 * A finished deployment from Argo CD's own history.
 *
 * @public
 */
export type HistoryDetail = z.infer<typeof historyDetailSchema>;

/** @public */
export const secretKeyDetailSchema = z
  .object({
    externalSecret: z.string(),
    key: z
      .string()
      .describe(
        "Its name in the Secret, or `*` for all of what the store's entry holds",
      ),
    remoteKey: z.string().describe('Where the store keeps it'),
    remoteProperty: nullableText,
    store: z.string(),
    state: z.enum(['ready', 'missing', 'notConfirmed']),
    refreshedAt: nullableTime,
  })
  .describe('A key that an ExternalSecret provides. Never its value');

/**
 * A key that an ExternalSecret provides. Never its value. Its `key` may be {@link ALL_KEYS}.
 *
 * @public
 */
export type SecretKeyDetail = z.infer<typeof secretKeyDetailSchema>;

/** @public */
export const operationDetailSchema = z.object({
  phase: z.string(),
  message: nullableText,
  revision: nullableText,
  commitUrl,
  startedAt: nullableTime,
  finishedAt: nullableTime,
  initiatedBy: nullableText,
  retries: count,
  retryLimit: count
    .nullable()
    .describe('How often it is retried at most; null where there is no limit'),
});

/** The last operation of an Application, or the one that runs. @public */
export type OperationDetail = z.infer<typeof operationDetailSchema>;

/** @public */
export const linkDetailSchema = z
  .object({
    kind: z
      .enum(['externalUrl', 'deepLink'])
      .describe(
        '`externalUrl`: its resources or annotations have it. `deepLink`: Argo CD is configured with it',
      ),
    title: z
      .string()
      .describe('What to show; of an address, its host and path'),
    description: nullableText,
    url: z
      .string()
      .describe('Always of http or https, and without credentials'),
  })
  .describe('Where to go from an Application');

/**
 * Where to go from an Application: an address that its resources or annotations have
 * (`externalUrl`), or a deep link that Argo CD is configured with (`deepLink`).
 *
 * @public
 */
export type LinkDetail = z.infer<typeof linkDetailSchema>;

/** @public */
export const failureLogSchema = z
  .object({
    of: z.string().describe('For example `Job orders-migrate`'),
    pod: nullableText.describe('The Pod that wrote the last line, if known'),
    container: nullableText.describe(
      'Its container, where Argo CD names the one that failed',
    ),
    readAt: time,
    lines: z
      .array(z.string())
      .describe(
        'The last lines, without control characters and with what looks like a secret masked; empty where it wrote none',
      ),
    problem: nullableText.describe(
      "Why there is no log, in Argo CD's words; null where there is one, or nothing was written",
    ),
    isForbidden: z
      .boolean()
      .describe("The portal's account in Argo CD may not read logs"),
  })
  .describe('What a failed hook or a crashing Pod has written');

/**
 * What a failed hook or a crashing Pod has written.
 *
 * @public
 */
export type FailureLog = z.infer<typeof failureLogSchema>;

/** @public */
export const unavailablePartSchema = z
  .object({
    part: z.enum(['syncWindows', 'externalSecret']),
    name: nullableText.describe(
      "The ExternalSecret's name; null for what the Application has once",
    ),
    problem: instanceProblemSchema,
    reason: z.string().describe('`problem` as an English sentence'),
  })
  .describe('A part of the details that could not be read, and why');

/**
 * A part of the details that could not be read, and why.
 *
 * @public
 */
export type UnavailablePart = z.infer<typeof unavailablePartSchema>;

/** @public */
export const externalSecretDetailSchema = z
  .object({
    name: z.string(),
    store: z.string(),
    state: z
      .enum(['ready', 'notReady', 'missing', 'unknown'])
      .describe(
        '`missing`: Git asks for it, and the cluster does not have it. `unknown`: it has not reported yet',
      ),
    message: nullableText.describe('What it says of itself'),
    refreshedAt: nullableTime,
  })
  .describe('An ExternalSecret of an Application');

/** An ExternalSecret of an Application. @public */
export type ExternalSecretDetail = z.infer<typeof externalSecretDetailSchema>;

/** @public */
export const rollingStepSchema = z
  .object({
    step: z
      .int()
      .nullable()
      .describe('From 1; null where no step selects the Application'),
    status: z.string().describe('As Argo CD has it, for example `Waiting`'),
    since: nullableTime,
    after: z
      .array(z.string())
      .describe('What the step before waits on, for example `staging`'),
  })
  .describe("Where it stands in its ApplicationSet's RollingSync");

/** Where an Application stands in its ApplicationSet's RollingSync. @public */
export type RollingStepDetail = z.infer<typeof rollingStepSchema>;

/** @public */
export const rolloutDetailSchema = z
  .object({
    name: z.string(),
    isPaused: z.boolean(),
    step: count.describe('How many steps are done'),
    steps: count,
    weight: z
      .number()
      .nullable()
      .describe('Share of the requests that the new version gets, in percent'),
  })
  .describe('An Argo Rollout whose canary is under way');

/** An Argo Rollout whose canary is under way. @public */
export type RolloutDetail = z.infer<typeof rolloutDetailSchema>;

/** @public */
export const goldenPathSchema = z
  .object({
    version: z.string(),
    newest: nullableText.describe(
      'The newest that any Application has which this portal shows; null where versions are no numbers, such as `v2`',
    ),
  })
  .describe(
    'Which version of what all services share it is rendered with, by its label `gitops/golden-path`',
  );

/** Which version of what all services share an Application is rendered with. @public */
export type GoldenPathDetail = z.infer<typeof goldenPathSchema>;

/** @public */
export const applicationDetailsSchema = z
  .object({
    deployment: applicationDeploymentSchema,
    source: z.array(
      z.object({
        repository: z.string(),
        path: nullableText,
        targetRevision: nullableText,
        revision: nullableText.describe(
          "What Argo CD compared the cluster to: a commit, or a chart's version",
        ),
        commitUrl,
      }),
    ),
    links: z.array(linkDetailSchema),
    automatedSync: z.boolean(),
    selfHeal: z
      .boolean()
      .describe('Argo CD undoes changes of the cluster on its own'),
    applicationSet: nullableText.describe(
      'Name of the ApplicationSet that generated it; null where none did',
    ),
    applicationSetConditions: z
      .array(setConditionSchema)
      .describe(
        'What the ApplicationSet reports, as it was listed last; empty where there is none, or the list has not been read',
      ),
    rollingStep: rollingStepSchema
      .nullable()
      .describe(
        'Null where there is no RollingSync, or everything is in sync anyway',
      ),
    parent: nullableText.describe(
      'Name of the Application that deploys it (App of Apps), as its tracking annotation has it',
    ),
    goldenPath: goldenPathSchema
      .nullable()
      .describe('Null where the Application has no such label'),
    rollouts: z.array(rolloutDetailSchema),
    operation: operationDetailSchema.nullable(),
    conditions: z.array(conditionDetailSchema),
    resources: z.array(resourceDetailSchema),
    history: z.array(historyDetailSchema),
    externalSecrets: z.array(externalSecretDetailSchema),
    secretKeys: z.array(secretKeyDetailSchema),
    syncWindows: z.array(
      z.object({
        kind: z.string(),
        schedule: z.string(),
        duration: z.string(),
        active: z.boolean(),
      }),
    ),
    failureLog: failureLogSchema
      .nullable()
      .describe(
        'Read at the moment of the failure; null where nothing failed that writes a log, or the caller may not see logs (gitops.logs.read)',
      ),
    unavailable: z
      .array(unavailablePartSchema)
      .describe(
        'Parts that could not be read; what is missing above is unknown, not absent',
      ),
  })
  .describe(
    'All that is shown of one Application when someone opens it, read from Argo CD on demand',
  );

/**
 * All that is shown of one Application when someone opens it, read from Argo CD on demand.
 *
 * @public
 */
export type ApplicationDetails = z.infer<typeof applicationDetailsSchema>;
