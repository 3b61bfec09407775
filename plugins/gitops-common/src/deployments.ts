import type { Cause } from './causes/Cause';

/**
 * What one environment of a service can be in, from well to unwell. `unknown` means that the evidence does not suffice, never that all is well.
 *
 * @public
 */
export const deploymentStates = [
  'healthy',
  'deploying',
  'waiting',
  'suspended',
  'notDeployed',
  'outOfSync',
  'unknown',
  'degraded',
  'failed',
] as const;

/** @public */
export type DeploymentState = (typeof deploymentStates)[number];

/**
 * What is known of the state of an Application, or of all of a service's Applications in one environment.
 *
 * @public
 */
export interface DeploymentStatus {
  state: DeploymentState;
  /** Why it is in this state, as data; null where the state says it all */
  cause: Cause | null;
  /** What is true besides, for example that the version before still serves requests */
  remarks: Cause[];
  /** `cause` and `remarks` as English text; null where there are none */
  reason: string | null;
  /** Since when the state holds, ISO 8601; null where Argo CD doesn't tell */
  since: string | null;
  /** The version that serves requests, hooks' images not counted; null where nothing runs or it isn't known: see `nothingRuns` */
  running: string | null;
  /** The version that Git asks for; null where it isn't known */
  wanted: string | null;
  /** True where it is known that nothing runs, false where something runs or it isn't known */
  nothingRuns: boolean;
  /** Since when this is the last known state rather than the present one, or nothing can be known, ISO 8601; null while Argo CD is read successfully and its lists have it */
  staleSince: string | null;
}

/**
 * One Argo CD Application, judged.
 *
 * @public
 */
export interface ApplicationDeployment extends DeploymentStatus {
  /** The configured name of the Argo CD instance */
  instance: string;
  /** The namespace of the Application resource itself */
  namespace: string;
  name: string;
  project: string;
  /** As Argo CD has them; null where a field is absent */
  sync: string | null;
  health: string | null;
  operationPhase: string | null;
  /** The commit that Argo CD compared the cluster to; null where it isn't known, as in lists of Argo CD before 3.5 */
  revision: string | null;
  /** Images of what runs, hooks' images not counted */
  images: string[];
  /** The Application in Argo CD's own UI */
  url: string;
}

/**
 * One service in one environment. The worst of its Applications decides the state.
 *
 * @public
 */
export interface EnvironmentDeployment extends DeploymentStatus {
  /** The environment's name, as configured or as labelled; empty for Applications that belong to no environment */
  environment: string;
  title: string;
  applications: ApplicationDeployment[];
}

/** @public */
export type PromotionMode = 'imageUpdater' | 'workflow' | 'pullRequest';

/**
 * An environment, in the order of promotion.
 *
 * @public
 */
export interface Environment {
  name: string;
  title: string;
  /** Position among all environments, from 0 */
  order: number;
  /** Names of the environments that a version comes from */
  from: string[];
  /** How a version arrives here; null where it isn't configured */
  promotion: PromotionMode | null;
}

/**
 * What can be wrong with an entity's reference to Applications.
 *
 * `unreadable`: the annotation can't be used as it is written. `nothingByName`: the entity has no
 * annotation, and is not one that owns Applications by its name. `ownedByOther`: Applications that
 * it
 * refers to belong to another Component. `sharedClaim`: other entities claim the same Applications.
 * `ambiguousName`: several Components have the name that the Applications' label gives.
 *
 * @public
 */
export const annotationProblemCodes = [
  'unreadable',
  'nothingByName',
  'ownedByOther',
  'sharedClaim',
  'ambiguousName',
] as const;

/** @public */
export type AnnotationProblemCode = (typeof annotationProblemCodes)[number];

/**
 * Something wrong with how an entity refers to its Applications.
 *
 * @public
 */
export interface AnnotationProblem {
  code: AnnotationProblemCode;
  /** The annotation, or `metadata.name` where the entity refers to them by its name */
  annotation: string;
  /** What is wrong, and what to do */
  message: string;
}

/**
 * An Argo CD instance as everyone may know it.
 *
 * @public
 */
export interface InstanceFreshness {
  name: string;
  /** Since when it couldn't be read, ISO 8601; null while it is read successfully */
  staleSince: string | null;
  /** Why it can't be read; null while it is */
  reason: string | null;
}

/**
 * What runs of one service, in every environment, in their order.
 *
 * @public
 */
export interface ServiceDeployments {
  /** The entity's reference */
  service: string;
  environments: EnvironmentDeployment[];
  /** What was looked for, for example `app.kubernetes.io/name=orders` */
  selector: string;
  /** The instances that were searched */
  instances: InstanceFreshness[];
  problems: AnnotationProblem[];
  /** Whether there are environments that the permission policy keeps from the caller: whatever this service has there is left out */
  isRestricted: boolean;
}

/**
 * An Argo CD instance as those see it who operate it.
 *
 * @public
 */
export interface Instance extends InstanceFreshness {
  url: string;
  /** `connecting` until the first list has been read; `stale` where what is held is not current */
  status: 'connecting' | 'connected' | 'stale';
  /** What to do about `reason`; null where nothing is wrong */
  advice: string | null;
  /** When the last complete list was read, ISO 8601; null before the first */
  lastList: string | null;
  /** When the stream last said anything (an event or a keep-alive), ISO 8601 */
  lastEvent: string | null;
  /** Number of Applications held */
  applications: number;
  /** Listed items that could not be understood and are not shown */
  malformed: number;
}
