import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  gitopsFreezeCreatePermission,
  gitopsFreezeEndPermission,
} from 'backstage-plugin-gitops-common';
import type { Environments } from '../environments/Environments';
import {
  environmentsIn,
  FreezeScope,
  isEverything,
  StoredFreeze,
} from '../promotions/freezes/StoredFreeze';
import pLimit from 'p-limit';
import type { Access } from './Access';
import { callerRef } from './audited';
import type { Policy } from './Policy';
import type { PromotionAccess } from './PromotionAccess';
import type { ServiceAccess } from './ServiceAccess';

/** Services that are looked up at once. */
const SERVICES_AT_ONCE = 16;

export interface FreezeRightsOptions {
  access: Access;
  allowed: Pick<PromotionAccess, 'service'>;
  policy: Pick<Policy, 'acting'>;
  environments: Pick<Environments, 'all'>;
}

/**
 * Who may make and end which freeze. For named services, the rules are applied to each service in
 * each environment, and all have to hold. No rule can be applied to every service at once, so that
 * needs a decision without conditions.
 */
export class FreezeRights {
  readonly #options: FreezeRightsOptions;

  constructor(options: FreezeRightsOptions) {
    this.#options = options;
  }

  /**
   * @returns the scope, with the references of services as the catalog writes them
   * @throws NotFoundError, NotAllowedError where the caller may not freeze all of it
   */
  async create<Scope extends FreezeScope>(
    scope: Scope,
    credentials: BackstageCredentials,
  ): Promise<Scope> {
    const permission = gitopsFreezeCreatePermission;
    if (!isEverything(scope.services))
      return {
        ...scope,
        services: await this.#demand(permission, scope, credentials),
      };
    if (!(await this.mayAlways(permission, credentials, { fresh: true })))
      throw new NotAllowedError(
        `You may not freeze every service: that needs ${permission.name} without conditions. Name the services`,
      );
    return scope;
  }

  /**
   * Who made a freeze may end it. Everybody else needs the right for all that it covers and that
   * still exists; where nothing of that does, no rule can be applied.
   *
   * @throws NotFoundError, NotAllowedError where the caller may not end all of it
   */
  async end(
    freeze: StoredFreeze,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const permission = gitopsFreezeEndPermission;
    if (isMaker(freeze, credentials)) return;
    if (await this.mayAlways(permission, credentials, { fresh: true })) return;
    if (isEverything(freeze.services))
      throw new NotAllowedError(
        `You may not end a freeze of every service: that needs ${permission.name} without conditions`,
      );
    const present = await this.#present(freeze);
    if (present.services.length === 0 || present.environments.length === 0)
      throw new NotAllowedError(
        `What it freezes is gone from the catalog or the configuration: ending it needs ${permission.name} without conditions`,
      );
    await this.#demand(permission, present, credentials);
  }

  /** Environments in which the caller may freeze a service, of those where it has something. */
  async environmentsToFreeze(
    seen: ServiceAccess,
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const { access, environments } = this.#options;
    const rights = await access.rights(seen, credentials);
    return environments
      .all()
      .map(({ name }) => name)
      .filter(
        name =>
          seen.claimsIn(name).length > 0 &&
          seen.sees(name) &&
          rights.may(gitopsFreezeCreatePermission, name),
      );
  }

  /**
   * Whether the policy gives a permission without conditions.
   *
   * @param options - `fresh` asks the policy now: for what is done rather than shown
   */
  async mayAlways(
    { name }: ResourcePermission,
    credentials: BackstageCredentials,
    options: { fresh?: boolean } = {},
  ): Promise<boolean> {
    const decisions = await this.#options.policy.acting(credentials, options);
    return decisions.get(name)?.result === AuthorizeResult.ALLOW;
  }

  /** Whether the policy gives a permission at all, be it under conditions. */
  async maySometimes(
    { name }: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const decisions = await this.#options.policy.acting(credentials);
    const { result } = decisions.get(name) ?? {};
    return result !== undefined && result !== AuthorizeResult.DENY;
  }

  /** The part of a scope that is still there, whether or not the caller may see it. */
  async #present(scope: FreezeScope): Promise<FreezeScope> {
    const { access, environments } = this.#options;
    const limit = pLimit(SERVICES_AT_ONCE);
    const entities = await Promise.all(
      scope.services.map(ref => limit(() => access.entity(ref))),
    );
    const known = environments.all().map(({ name }) => name);
    return {
      services: scope.services.filter((_, index) => entities[index]),
      environments: environmentsIn(scope, environments.all()).filter(name =>
        known.includes(name),
      ),
    };
  }

  /** @returns the references of the services. The policy is asked anew, once for all of them */
  async #demand(
    permission: ResourcePermission,
    scope: FreezeScope,
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const { access, allowed, environments } = this.#options;
    const names = environmentsIn(scope, environments.all());
    if (names.length === 0)
      throw new InputError('There is no environment that could be frozen');
    const refs: string[] = [];
    for (const service of scope.services) {
      const seen = await allowed.service(service, names, credentials);
      const rights = await access.rights(seen, credentials, {
        fresh: refs.length === 0,
      });
      for (const name of names) rights.demand(permission, name);
      refs.push(seen.service);
    }
    return refs;
  }
}

/** Whether the caller is who made it. */
export function isMaker(
  { createdBy }: StoredFreeze,
  credentials: BackstageCredentials,
): boolean {
  return createdBy.ref === callerRef(credentials);
}
