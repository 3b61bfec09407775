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
import type { Entity } from '@backstage/catalog-model';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  gitopsDeploymentPermissions,
  gitopsDeploymentReadPermission,
} from 'backstage-plugin-gitops-common';
import { memoize } from '../memoize';
import { shortMemory } from '../ownership/shortMemory';
import { resourceOf } from './deploymentResources';
import { DeploymentResource, gitopsDeploymentResourceRef } from './permissions';

/** What the policy decides of a caller who only looks, before any entity is looked at. */
export interface ReadDecisions {
  readonly entities: PolicyDecision;
  readonly deployments: PolicyDecision;
}

/** Its decisions about what a caller does, by the permission's name. */
export type ActDecisions = ReadonlyMap<string, PolicyDecision>;

/** The permission policy's decisions, each asked for at most once in ten seconds for a caller. */
export class Policy {
  readonly #permissions: PermissionsService;
  readonly #registry: PermissionsRegistryService;
  readonly #reading = shortMemory<ReadDecisions>();
  readonly #acting = shortMemory<ActDecisions>();
  /**
   * Whether conditions hold, by decision and entity: neither is held for longer than ten seconds
   */
  readonly #results = new WeakMap<
    PolicyDecision,
    WeakMap<Entity, Map<string, boolean>>
  >();

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

  /**
   * Whether a decision holds for an entity's Applications in an environment. Applying conditions
   * is slow, because the framework validates their parameters each time: results are remembered.
   *
   * @param projects - of the Applications; empty for the entity where it has none there
   */
  holds(
    decision: PolicyDecision | undefined,
    entity: Entity,
    environment: string,
    projects: string[],
  ): boolean {
    if (decision?.result !== AuthorizeResult.CONDITIONAL)
      return decision?.result === AuthorizeResult.ALLOW;
    const results = this.#resultsOf(decision, entity);
    const key = JSON.stringify([environment, ...projects]);
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = this.apply(
      decision,
      resourceOf(entity, environment, projects),
    );
    results.set(key, result);
    return result;
  }

  /** Whether a decision holds for a resource. */
  apply(decision: PolicyDecision, resource: DeploymentResource): boolean {
    const isAllowed = createConditionAuthorizer(
      this.#registry.getPermissionRuleset(gitopsDeploymentResourceRef),
    );
    return isAllowed(decision, resource);
  }

  #resultsOf(decision: PolicyDecision, entity: Entity): Map<string, boolean> {
    const byEntity = this.#results.get(decision) ?? new WeakMap();
    this.#results.set(decision, byEntity);
    const results: Map<string, boolean> = byEntity.get(entity) ?? new Map();
    byEntity.set(entity, results);
    return results;
  }
}

export function callerOf({ principal }: BackstageCredentials): string {
  return JSON.stringify(principal);
}
