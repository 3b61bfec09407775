import { mockServices } from '@backstage/backend-test-utils';
import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  ConditionalPolicyDecision,
} from '@backstage/plugin-permission-common';
import { component } from '../__testUtils__/startGitops';
import { DeploymentResource, gitopsDeploymentRules } from './permissions';
import { Policy } from './Policy';

const { isEntityOwner } = gitopsDeploymentRules;

const ownedBy = (team: string) => component('orders', {}, team);

function conditional(claims: string[]): ConditionalPolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'gitops',
    resourceType: isEntityOwner.resourceType,
    conditions: {
      rule: isEntityOwner.name,
      resourceType: isEntityOwner.resourceType,
      params: { claims },
    },
  };
}

function policyWith(onApply: (resource: DeploymentResource) => void) {
  const ruleset: Pick<
    ReturnType<PermissionsRegistryService['getPermissionRuleset']>,
    'getRuleByName'
  > = {
    getRuleByName: () => ({
      ...isEntityOwner,
      apply(resource: DeploymentResource, params: { claims: string[] }) {
        onApply(resource);
        return isEntityOwner.apply(resource, params);
      },
    }),
  };
  return new Policy({
    permissions: mockServices.permissions.mock(),
    permissionsRegistry: mockServices.permissionsRegistry.mock({
      getPermissionRuleset: () => ruleset as never,
    }),
  });
}

describe('Policy', () => {
  it('applies conditions once for each entity, environment and project', () => {
    const applied: string[] = [];
    const policy = policyWith(({ environment, projects }) =>
      applied.push([environment, ...projects].join(' ')),
    );
    const mine = ownedBy('group:default/a');
    const other = ownedBy('group:default/b');
    const decision = conditional(['group:default/a']);
    for (let request = 0; request < 3; request++) {
      expect(policy.holds(decision, mine, 'dev', ['shop'])).toBe(true);
      expect(policy.holds(decision, mine, 'production', ['shop'])).toBe(true);
      expect(policy.holds(decision, mine, 'dev', [])).toBe(true);
      expect(policy.holds(decision, other, 'dev', ['shop'])).toBe(false);
    }
    expect(applied).toEqual(['dev shop', 'production shop', 'dev', 'dev shop']);
  });

  it('applies the conditions of a new decision, and to an entity read again', () => {
    const policy = policyWith(() => {});
    const entity = ownedBy('group:default/a');
    const mine = conditional(['group:default/a']);
    expect(policy.holds(mine, entity, 'dev', [])).toBe(true);
    const revoked = conditional([]);
    expect(policy.holds(revoked, entity, 'dev', [])).toBe(false);
    const movedAway = ownedBy('group:default/b');
    expect(policy.holds(mine, movedAway, 'dev', [])).toBe(false);
  });
});
