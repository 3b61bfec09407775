import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  gitopsDeploymentPermissions,
  gitopsDeploymentReadPermission,
} from 'backstage-plugin-gitops-common';
import { memoize } from '../memoize';
import { shortMemory } from '../ownership/shortMemory';
import { DeploymentResource, gitopsDeploymentResourceRef } from './permissions';

/** What the policy decides of a caller who only looks, before any entity is looked at. */
export interface ReadDecisions {
  readonly entities: PolicyDecision;
  readonly deployments: PolicyDecision;
}

/** Its decisions of what a caller does, by the permission's name. */
export type ActDecisions = ReadonlyMap<string, PolicyDecision>;

/** The permission policy's decisions, each asked for at most once in ten seconds for a caller. */
export class Policy {
  readonly #permissions: PermissionsService;
  readonly #registry: PermissionsRegistryService;
  readonly #reading = shortMemory<ReadDecisions>();
  readonly #acting = shortMemory<ActDecisions>();

  constructor(options: {
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
  }) {
    this.#permissions = options.permissions;
    this.#registry = options.permissionsRegistry;
  }

  reading(credentials: BackstageCredentials): Promise<ReadDecisions> {
    return memoize(this.#reading, callerOf(credentials), async () => {
      const [entities, deployments] =
        await this.#permissions.authorizeConditional(
          [
            { permission: catalogEntityReadPermission },
            { permission: gitopsDeploymentReadPermission },
          ],
          { credentials },
        );
      return { entities, deployments };
    });
  }

  /** @param fresh - asks the policy now: for what is done rather than shown */
  acting(
    credentials: BackstageCredentials,
    { fresh }: { fresh?: boolean } = {},
  ): Promise<ActDecisions> {
    const key = callerOf(credentials);
    if (fresh) this.#acting.delete(key);
    return memoize(this.#acting, key, async () => {
      const decisions = await this.#permissions.authorizeConditional(
        gitopsDeploymentPermissions.map(permission => ({ permission })),
        { credentials },
      );
      return new Map(
        gitopsDeploymentPermissions.map(({ name }, index) => [
          name,
          decisions[index],
        ]),
      );
    });
  }

  /** Whether a decision holds for a service in an environment. */
  holds(
    decision: PolicyDecision | undefined,
    resource: () => DeploymentResource,
  ): boolean {
    if (!decision || decision.result === AuthorizeResult.DENY) return false;
    if (decision.result === AuthorizeResult.ALLOW) return true;
    const isAllowed = createConditionAuthorizer(
      this.#registry.getPermissionRuleset(gitopsDeploymentResourceRef),
    );
    return isAllowed(decision, resource());
  }
}

export function callerOf({ principal }: BackstageCredentials): string {
  return JSON.stringify(principal);
}
