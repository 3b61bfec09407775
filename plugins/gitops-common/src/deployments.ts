import { z } from 'zod';
import type { AnnotationProblem } from './annotationProblems/AnnotationProblem';
import { annotationProblemCodes } from './annotationProblems/annotationSentence';
import type { CauseParams } from './causes/Cause';
import { english } from './causes/english';
import { deploymentStates } from './constants';
import { nullableText, nullableTime } from './fields';
import { instanceFreshnessSchema } from './instances';
import { codesOf, reasonSchema } from './reasons';

/** @public */
export const causeCodeSchema = z.enum(codesOf(english));

/** The parameters of each code are declared as {@link CauseParams}. @public */
export const causeSchema = reasonSchema<CauseParams>(
  english,
  'Why a deployment is in its state, as data',
);

/** @public */
export const deploymentStatusSchema = z.object({
  state: z.enum(deploymentStates),
  cause: causeSchema
    .nullable()
    .describe(
      'Why it is in this state, as data; null where the state says it all',
    ),
  remarks: z
    .array(causeSchema)
    .describe(
      'What else is true, for example that the version before still serves requests',
    ),
  reason: nullableText.describe(
    '`cause` and `remarks` as English text; null where there are none',
  ),
  since: nullableTime.describe(
    "Since when the state holds, of a healthy one since when what runs has been healthy, whatever was synced without replacing it; null where Argo CD doesn't tell",
  ),
  versions: z
    .array(z.string())
    .describe(
      "The versions that serve requests, hooks' images not counted: several where Applications or images differ; empty where nothing runs or it isn't known, see `nothingRuns`",
    ),
  running: nullableText.describe(
    '`versions` as one text, which is a version only where there is one; null where there is none',
  ),
  wanted: nullableText.describe(
    "The version that Git asks for; null where it isn't known",
  ),
  nothingRuns: z
    .boolean()
    .describe(
      "True where it is known that nothing runs, false where something runs or it isn't known",
    ),
  staleSince: nullableTime.describe(
    'Since when this is the last known state rather than the present one, or nothing can be known; null while Argo CD is read successfully and its lists have it',
  ),
});

/**
 * What is known of the state of an Application, or of all of a service's Applications in one
 * environment.
 *
 * @public
 */
export type DeploymentStatus = z.infer<typeof deploymentStatusSchema>;

/** @public */
export const applicationDeploymentSchema = deploymentStatusSchema
  .extend({
    instance: z
      .string()
      .describe('The configured name of the Argo CD instance'),
    namespace: z
      .string()
      .describe('The namespace of the Application resource itself'),
    name: z.string(),
    project: z.string(),
    sync: nullableText.describe('As Argo CD has it; null where it is absent'),
    health: nullableText.describe('As Argo CD has it; null where it is absent'),
    operationPhase: nullableText.describe(
      'As Argo CD has it; null where it is absent',
    ),
    revision: nullableText.describe(
      "The commit that Argo CD compared the cluster to; null where it isn't known, as in lists of Argo CD before 3.5",
    ),
    images: z
      .array(z.string())
      .describe("Images of what runs, hooks' images not counted"),
    url: z.string().describe("The Application in Argo CD's own UI"),
  })
  .describe('One Argo CD Application, judged');

/**
 * One Argo CD Application, judged.
 *
 * @public
 */
export type ApplicationDeployment = z.infer<typeof applicationDeploymentSchema>;

/** @public */
export const previewDeploymentSchema = applicationDeploymentSchema
  .extend({
    pullRequest: z.object({
      number: z.string(),
      url: nullableText.describe(
        'Its page at the Git host; null where the Application has no link to it',
      ),
    }),
  })
  .describe('The preview of a pull request: an Application of no environment');

/**
 * The preview of a pull request: an Application of no environment.
 *
 * @public
 */
export type PreviewDeployment = z.infer<typeof previewDeploymentSchema>;

/** @public */
export const environmentDeploymentSchema = deploymentStatusSchema
  .extend({
    environment: z
      .string()
      .describe(
        "The environment's name, as configured or as labelled; empty for Applications that belong to no environment",
      ),
    title: z.string(),
    applications: z.array(applicationDeploymentSchema),
  })
  .describe(
    'One service in one environment. The worst of its Applications decides the state',
  );

/**
 * One service in one environment. The worst of its Applications decides the state.
 *
 * @public
 */
export type EnvironmentDeployment = z.infer<typeof environmentDeploymentSchema>;

/** The parameters of each code are declared as {@link AnnotationProblemParams}. @public */
export const annotationProblemSchema = z
  .object({
    code: z.enum(annotationProblemCodes),
    params: z
      .record(z.string(), z.unknown())
      .describe('What the sentence of this code tells'),
    annotation: z
      .string()
      .describe(
        'The annotation, or `metadata.name` where the entity refers to them by its name',
      ),
    message: z
      .string()
      .describe('What is wrong, and what to do, as English text'),
  })
  .describe(
    'Something wrong with how an entity refers to its Applications',
  ) as z.ZodType as z.ZodType<AnnotationProblem>;

/** @public */
export const serviceDeploymentsSchema = z
  .object({
    service: z.string().describe("The entity's reference"),
    environments: z.array(environmentDeploymentSchema),
    previews: z
      .array(previewDeploymentSchema)
      .describe(
        'The previews of its pull requests, the newest first. None of them counts in an environment',
      ),
    selector: z
      .string()
      .describe(
        'What was looked for, for example `app.kubernetes.io/name=orders`',
      ),
    instances: z
      .array(instanceFreshnessSchema)
      .describe('The instances that were searched'),
    problems: z.array(annotationProblemSchema),
    isRestricted: z
      .boolean()
      .describe(
        'Whether there are environments that the permission policy keeps from the caller: whatever this service has there is left out',
      ),
  })
  .describe('What runs of one service, in every environment, in their order');

/**
 * What runs of one service, in every environment, in their order.
 *
 * @public
 */
export type ServiceDeployments = z.infer<typeof serviceDeploymentsSchema>;
