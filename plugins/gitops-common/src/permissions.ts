import { createPermission } from '@backstage/plugin-permission-common';

/**
 * The resource of all permissions but {@link gitopsInstanceReadPermission}: one service in one
 * environment.
 *
 * @public
 */
export const RESOURCE_TYPE_GITOPS_DEPLOYMENT = 'gitops-deployment';

const ofDeployment = (name: string, action: 'create' | 'read' | 'update') =>
  createPermission({
    name,
    attributes: { action },
    resourceType: RESOURCE_TYPE_GITOPS_DEPLOYMENT,
  });

/**
 * Seeing what runs of a service in an environment. Conditions can name the owner, the environment
 * and
 * the AppProject, here and in all others.
 *
 * @public
 */
export const gitopsDeploymentReadPermission = ofDeployment(
  'gitops.deployment.read',
  'read',
);

/** Seeing promotions to an environment, with who asked for them and why. @public */
export const gitopsPromotionReadPermission = ofDeployment(
  'gitops.promotion.read',
  'read',
);

/**
 * Planning and requesting promotions to an environment, withdrawing, trying again, rolling back.
 * @public
 */
export const gitopsPromotionCreatePermission = ofDeployment(
  'gitops.promotion.create',
  'create',
);

/**
 * Promoting in spite of gates that block. Required in addition to {@link
 * gitopsPromotionCreatePermission}. @public
 */
export const gitopsPromotionOverridePermission = ofDeployment(
  'gitops.promotion.override',
  'create',
);

/** Merging a promotion's pull request from the portal. @public */
export const gitopsPromotionMergePermission = ofDeployment(
  'gitops.promotion.merge',
  'update',
);

/** Running the promotion workflow of an environment. @public */
export const gitopsWorkflowRunPermission = ofDeployment(
  'gitops.workflow.run',
  'create',
);

/** Seeing the last lines that a failed hook or a crashing Pod has written. @public */
export const gitopsLogsReadPermission = ofDeployment(
  'gitops.logs.read',
  'read',
);

/**
 * Seeing the commits that are in a version: their subjects and authors, from the service's source
 * repository. @public
 */
export const gitopsChangesReadPermission = ofDeployment(
  'gitops.changes.read',
  'read',
);

/** Asking Argo CD to compare an Application with Git again. @public */
export const gitopsApplicationRefreshPermission = ofDeployment(
  'gitops.application.refresh',
  'update',
);

/** Syncing an Application. @public */
export const gitopsApplicationSyncPermission = ofDeployment(
  'gitops.application.sync',
  'update',
);

/** Having an ExternalSecret read from its store again. @public */
export const gitopsSecretRefreshPermission = ofDeployment(
  'gitops.secret.refresh',
  'update',
);

/**
 * Freezing a service in an environment at run time. A freeze of every service needs an
 * unconditional decision. @public
 */
export const gitopsFreezeCreatePermission = ofDeployment(
  'gitops.freeze.create',
  'create',
);

/** Ending a freeze before its time, also one that somebody else made. @public */
export const gitopsFreezeEndPermission = ofDeployment(
  'gitops.freeze.end',
  'update',
);

/**
 * Seeing the Argo CD instances: addresses, connection, counts.
 *
 * @public
 */
export const gitopsInstanceReadPermission = createPermission({
  name: 'gitops.instance.read',
  attributes: { action: 'read' },
});

/** Those on {@link RESOURCE_TYPE_GITOPS_DEPLOYMENT}. @public */
export const gitopsDeploymentPermissions = [
  gitopsDeploymentReadPermission,
  gitopsPromotionReadPermission,
  gitopsPromotionCreatePermission,
  gitopsPromotionOverridePermission,
  gitopsPromotionMergePermission,
  gitopsWorkflowRunPermission,
  gitopsApplicationRefreshPermission,
  gitopsApplicationSyncPermission,
  gitopsSecretRefreshPermission,
  gitopsLogsReadPermission,
  gitopsChangesReadPermission,
  gitopsFreezeCreatePermission,
  gitopsFreezeEndPermission,
];

/** @public */
export const gitopsPermissions = [
  ...gitopsDeploymentPermissions,
  gitopsInstanceReadPermission,
];
