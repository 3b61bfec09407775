import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { RESOURCE_TYPE_GITOPS_DEPLOYMENT } from 'backstage-plugin-gitops-common';

/** A decision that holds for services that one of the claims owns. */
export function ifOwner(...claims: string[]): PolicyDecision {
  return ifRule('IS_ENTITY_OWNER', { claims });
}

/** A decision that holds where a rule of the plugin does. */
export function ifRule(
  rule: string,
  params: Record<string, string[]>,
): PolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'gitops',
    resourceType: RESOURCE_TYPE_GITOPS_DEPLOYMENT,
    conditions: {
      rule,
      resourceType: RESOURCE_TYPE_GITOPS_DEPLOYMENT,
      params,
    },
  };
}

/**
 * A policy that decides by the user's reference and the permission's name, and allows what it does
 * not decide.
 */
export function policyOf(
  decide: (user: string, permission: string) => PolicyDecision | undefined,
) {
  return mockServices.permissions.mock({
    authorize: async questions =>
      questions.map(() => ({ result: AuthorizeResult.ALLOW })),
    authorizeConditional: async (questions, options) => {
      const { principal } = (
        options as { credentials: BackstageCredentials<any> }
      ).credentials;
      return questions.map(
        ({ permission }) =>
          decide(principal.userEntityRef, permission.name) ?? {
            result: AuthorizeResult.ALLOW,
          },
      );
    },
  }).factory;
}
