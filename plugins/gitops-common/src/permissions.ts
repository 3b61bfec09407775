import { createPermission } from '@backstage/plugin-permission-common';

/**
 * The resource of {@link gitopsDeploymentReadPermission}: one service in one environment.
 *
 * @public
 */
export const RESOURCE_TYPE_GITOPS_DEPLOYMENT = 'gitops-deployment';

/**
 * Seeing what runs of a service in an environment. Conditions can name the owner and the environment.
 *
 * @public
 */
export const gitopsDeploymentReadPermission = createPermission({
  name: 'gitops.deployment.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_GITOPS_DEPLOYMENT,
});

/**
 * Seeing the Argo CD instances: addresses, connection, counts.
 *
 * @public
 */
export const gitopsInstanceReadPermission = createPermission({
  name: 'gitops.instance.read',
  attributes: { action: 'read' },
});

/** @public */
export const gitopsPermissions = [
  gitopsDeploymentReadPermission,
  gitopsInstanceReadPermission,
];
