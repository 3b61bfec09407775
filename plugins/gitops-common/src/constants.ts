/*
 * Values that browser and server compare with. They stand apart from the schemas, so that a page
 * which uses them does not load zod.
 */

/**
 * What one environment of a service can be in, from well to unwell. `unknown` means that the
 * evidence does not suffice. It never means healthy.
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
 * Label of an Application with the version of what all services share that it is rendered with:
 * `v1`.
 *
 * @public
 */
export const GOLDEN_PATH_LABEL = 'gitops/golden-path';

/**
 * Label of an Application that is the preview of a pull request, with its number: `123`. It belongs
 * to no environment, whatever its other labels say.
 *
 * @public
 */
export const PREVIEW_LABEL = 'gitops/preview';

/**
 * Title of the link from such an Application to its pull request, as Argo CD shows it: an
 * annotation `link.argocd.argoproj.io/<any name>` with the value `<title>|<address>`.
 *
 * @public
 */
export function previewLinkTitle(number: string): string {
  return `Pull request ${number}`;
}

/** @public */
export const deploymentResults = ['succeeded', 'failed', 'unknown'] as const;

/**
 * How a deployment ended. `succeeded`: what was deployed became healthy. `failed`: the sync failed,
 * or what it deployed stayed unhealthy. `unknown`: nobody saw how it ended.
 *
 * @public
 */
export type DeploymentResult = (typeof deploymentResults)[number];

/**
 * What can be wrong with whose an Application is, as those see it who operate the platform.
 *
 * `noLabel`: it has no service label, and no annotation claims it. `unknownLabel`: its label names
 * no Component, and no annotation claims it. `noEnvironment`: it fits no environment.
 * `sharedClaim`: several entities claim it by annotation. `ambiguousName`: several Components have
 * the name that its label gives. `ownedByOther`: an entity refers to it that does not own it.
 *
 * @public
 */
export const claimProblemCodes = [
  'noLabel',
  'unknownLabel',
  'noEnvironment',
  'sharedClaim',
  'ambiguousName',
  'ownedByOther',
] as const;

/** @public */
export type ClaimProblemCode = (typeof claimProblemCodes)[number];

/**
 * How far a promotion has come. The last four are ends. Of these, `failed` and `closed` changed
 * nothing that runs, as their `sentence` says.
 *
 * @public
 */
export const promotionStates = [
  'requested',
  'pullRequestOpen',
  'merged',
  'deploying',
  'succeeded',
  'failed',
  'closed',
  'superseded',
] as const;

/** @public */
export type PromotionState = (typeof promotionStates)[number];

/** Longest reason, in characters. @public */
export const MAX_REASON_LENGTH = 2_000;

/**
 * Stands for the keys of an ExternalSecret that takes all of what a store's entry holds
 * (`dataFrom`): which they are, only the Secret knows.
 *
 * @public
 */
export const ALL_KEYS = '*';

/** Stands for every service, or every environment, in the scope of a freeze. @public */
export const EVERYTHING = '*';

/** Services of one release at most. @public */
export const MAX_RELEASE_SERVICES = 500;

/** Longest reason of a freeze, in characters. @public */
export const MAX_FREEZE_REASON_LENGTH = 500;
