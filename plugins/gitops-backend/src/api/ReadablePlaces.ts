import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { slices } from '../argocd/slices';
import type { Gitops } from '../Gitops';
import type { Entities } from '../ownership/Entities';
import type { Policy } from './Policy';
import type { ShownEntities } from './ShownEntities';
import type { VisibleClaims } from './VisibleClaims';

/** A service in an environment. */
export interface ServicePlace {
  readonly service: string;
  readonly environment: string;
}

/**
 * Which of many services and environments a caller may read something of. By the same rules as
 * `Access.service` and `Rights`, from memory: nothing is diagnosed or watched for it.
 */
export class ReadablePlaces {
  readonly #policy: Policy;
  readonly #shown: ShownEntities;
  readonly #claims: VisibleClaims;
  readonly #entities: Entities;
  readonly #gitops: Pick<Gitops, 'locator' | 'inventory'>;

  constructor(options: {
    policy: Policy;
    shown: ShownEntities;
    claims: VisibleClaims;
    entities: Entities;
    gitops: Pick<Gitops, 'locator' | 'inventory'>;
  }) {
    this.#policy = options.policy;
    this.#shown = options.shown;
    this.#claims = options.claims;
    this.#entities = options.entities;
    this.#gitops = options.gitops;
  }

  /**
   * @param all - reads the places in question; not called where the policy shows the caller
   *   everything
   * @returns `all` then, also of services that the catalog no longer has
   * @throws NotAllowedError where the caller may read it nowhere
   */
  async of(
    permission: ResourcePermission,
    credentials: BackstageCredentials,
    all: () => Promise<readonly ServicePlace[]>,
  ): Promise<readonly ServicePlace[] | 'all'> {
    const [{ entities, deployments }, acting] = await Promise.all([
      this.#policy.reading(credentials),
      this.#policy.acting(credentials),
    ]);
    const reading = acting.get(permission.name)!;
    const decisions = [entities, deployments, reading];
    if (decisions.some(({ result }) => result === AuthorizeResult.DENY))
      throw new NotAllowedError(
        `You may not see promotions (${permission.name})`,
      );
    if (decisions.every(({ result }) => result === AuthorizeResult.ALLOW))
      return 'all';
    const byService = new Map<string, string[]>();
    for (const { service, environment } of await all())
      byService.set(service, [...(byService.get(service) ?? []), environment]);
    const shown = await this.#shown.among([...byService.keys()], credentials);
    const readable: ServicePlace[][] = [];
    for await (const some of slices(byService))
      readable.push(
        ...(await Promise.all(
          some
            .filter(([service]) => shown === 'all' || shown.has(service))
            .map(([service, environments]) =>
              this.#in(service, environments, credentials, [
                deployments,
                reading,
              ]),
            ),
        )),
      );
    return readable.flat();
  }

  async #in(
    service: string,
    environments: readonly string[],
    credentials: BackstageCredentials,
    [deployments, reading]: readonly PolicyDecision[],
  ): Promise<ServicePlace[]> {
    const entity = await this.#entities.get(service);
    if (!entity) return [];
    const applications = this.#gitops.locator
      .query(entity)
      .find(this.#gitops.inventory);
    const claims = await this.#claims.of(applications, credentials, entity);
    return environments
      .filter(environment => {
        const own = claims.filter(one => one.environment === environment);
        return own.length > 0
          ? own.every(
              claim => claim.isVisible && this.#claims.holds(reading, claim),
            )
          : [deployments, reading].every(decision =>
              this.#policy.holds(decision, entity, environment, []),
            );
      })
      .map(environment => ({ service, environment }));
  }
}
