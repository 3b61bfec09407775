import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isPermission,
  isResourcePermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { gitopsDeploymentRules } from 'backstage-plugin-gitops-backend';
import {
  gitopsDeploymentReadPermission,
  gitopsInstanceReadPermission,
  gitopsPermissions,
  gitopsPromotionMergePermission,
  gitopsPromotionOverridePermission,
  gitopsPromotionReadPermission,
  RESOURCE_TYPE_GITOPS_DEPLOYMENT,
} from 'backstage-plugin-gitops-common';
import { createConditionFactory } from '@backstage/plugin-permission-node';

/** Merge promotions of every service. */
const REVIEWERS = 'group:default/reviewers';
/** Promotes every service, and past gates that block. */
const PLATFORM = 'group:default/platform';

const allow = { result: AuthorizeResult.ALLOW } as const;
const deny = { result: AuthorizeResult.DENY } as const;

const isEntityOwner = createConditionFactory(
  gitopsDeploymentRules.isEntityOwner,
);

/**
 * A policy to start from: owners promote their own services, reviewers merge, the platform team
 * overrides. People in no team see what runs, but neither who promoted nor why. What is not about
 * GitOps is allowed to everyone.
 */
export class GitopsPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!gitopsPermissions.some(({ name }) => name === permission.name))
      return allow;
    const claims = user?.info.ownershipEntityRefs ?? [];
    const isOneOf = (group: string) => claims.includes(group);

    if (
      isPermission(permission, gitopsDeploymentReadPermission) ||
      isPermission(permission, gitopsInstanceReadPermission)
    )
      return allow;
    if (isPermission(permission, gitopsPromotionReadPermission))
      return claims.some(claim => claim.startsWith('group:')) ? allow : deny;
    if (isPermission(permission, gitopsPromotionMergePermission))
      return isOneOf(REVIEWERS) ? allow : deny;
    if (isPermission(permission, gitopsPromotionOverridePermission))
      return isOneOf(PLATFORM) ? allow : deny;

    // What is left is of one service: promoting, freezing, running its workflow, syncing, its logs
    if (isOneOf(PLATFORM)) return allow;
    if (!isResourcePermission(permission, RESOURCE_TYPE_GITOPS_DEPLOYMENT))
      return deny;
    return {
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'gitops',
      resourceType: RESOURCE_TYPE_GITOPS_DEPLOYMENT,
      conditions: isEntityOwner({ claims }),
    };
  }
}

/** Puts {@link GitopsPolicy} into the permission backend. */
export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'gitops-policy',
  register(env) {
    env.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy(new GitopsPolicy());
      },
    });
  },
});
