import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  gitopsDeploymentPermissions,
  gitopsDeploymentReadPermission,
} from 'backstage-plugin-gitops-common';
import { LRUCache } from 'lru-cache';
import { remembered } from '../remembered';
import { resourceOf } from './deploymentResources';
import { gitopsDeploymentResourceRef } from './permissions';
import { MAX_REMEMBERED, REMEMBER_MS } from './memory';

/** What the permission policy decides of a caller who only looks, before any entity is looked at. */
export interface ReadDecisions {
  readonly entities: PolicyDecision;
  readonly deployments: PolicyDecision;
}

/** What a caller may do with one service, environment by environment. */
export type Rights = (
  permission: ResourcePermission,
  environment: string,
) => boolean;

/** The permission policy's decisions, each asked for at most once in ten seconds for a caller. */
export class Policy {
  readonly #permissions: PermissionsService;
  readonly #registry: PermissionsRegistryService;
  readonly #reading: LRUCache<string, Promise<ReadDecisions>>;
  readonly #acting: LRUCache<string, Promise<Map<string, PolicyDecision>>>;

  constructor(options: {
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
  }) {
    this.#permissions = options.permissions;
    this.#registry = options.permissionsRegistry;
    const limits = { max: MAX_REMEMBERED, ttl: REMEMBER_MS };
    this.#reading = new LRUCache(limits);
    this.#acting = new LRUCache(limits);
  }

  reading(credentials: BackstageCredentials): Promise<ReadDecisions> {
    return remembered(this.#reading, callerOf(credentials), async () => {
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
  async rights(
    entity: Entity,
    credentials: BackstageCredentials,
    options: { fresh?: boolean } = {},
  ): Promise<Rights> {
    const key = callerOf(credentials);
    if (options.fresh) this.#acting.delete(key);
    const decisions = await remembered(this.#acting, key, () =>
      this.#decideAll(credentials),
    );
    return (permission, environment) =>
      this.fits(decisions.get(permission.name), entity, environment);
  }

  /** Whether a decision holds for a service in an environment. */
  fits(
    decision: PolicyDecision | undefined,
    entity: Entity,
    environment: string,
  ): boolean {
    if (!decision || decision.result === AuthorizeResult.DENY) return false;
    if (decision.result === AuthorizeResult.ALLOW) return true;
    const isAllowed = createConditionAuthorizer(
      this.#registry.getPermissionRuleset(gitopsDeploymentResourceRef),
    );
    return isAllowed(decision, resourceOf(entity, environment));
  }

  async #decideAll(
    credentials: BackstageCredentials,
  ): Promise<Map<string, PolicyDecision>> {
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
  }
}

export function callerOf({ principal }: BackstageCredentials): string {
  return JSON.stringify(principal);
}

/** @throws NotAllowedError that names the permission */
export function demand(
  rights: Rights,
  permission: ResourcePermission,
  service: string,
  environment: string,
): void {
  if (!rights(permission, environment))
    throw new NotAllowedError(
      `You may not do that with ${service} in ${environment} (${permission.name})`,
    );
}
