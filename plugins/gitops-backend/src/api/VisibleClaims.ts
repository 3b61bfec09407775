import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import type { Application } from '../argocd/Application';
import type { Claim } from '../ownership/Claim';
import type { Owners } from '../ownership/Owners';
import type { Policy } from './Policy';
import type { ShownEntities } from './ShownEntities';

/** Whose Applications are, and whether a caller may see them as theirs. */
export class VisibleClaims {
  readonly #policy: Policy;
  readonly #shown: ShownEntities;
  readonly #owners: Owners;
  readonly #environmentOf: (application: Application) => string;

  constructor(options: {
    policy: Policy;
    shown: ShownEntities;
    owners: Owners;
    /** Empty where the Application belongs to none */
    environmentOf(application: Application): string;
  }) {
    this.#policy = options.policy;
    this.#shown = options.shown;
    this.#owners = options.owners;
    this.#environmentOf = options.environmentOf;
  }

  /** @param entity - of whose page they are; it may see itself */
  async of(
    applications: readonly Application[],
    credentials: BackstageCredentials,
    entity?: Entity,
  ): Promise<Claim[]> {
    const [{ deployments }, ownerships] = await Promise.all([
      this.#policy.reading(credentials),
      this.#owners.of(applications, entity),
    ]);
    const service = entity && stringifyEntityRef(entity);
    return Promise.all(
      applications.map(async (application, index) => {
        const ownership = ownerships[index];
        const refs = ownership.owners.map(stringifyEntityRef);
        const claim = {
          application,
          environment: this.#environmentOf(application),
          ownership,
          isOwn: service ? refs.includes(service) : refs.length > 0,
        };
        const shown = await Promise.all(
          refs.map(ref => ref === service || this.#shown.has(ref, credentials)),
        );
        const isVisible =
          shown.every(Boolean) && this.holds(deployments, claim);
        return { ...claim, isVisible };
      }),
    );
  }

  /** Whether a decision holds for every owner of an Application. */
  holds(
    decision: PolicyDecision | undefined,
    {
      application,
      environment,
      ownership: { owners },
    }: Omit<Claim, 'isVisible'>,
  ): boolean {
    return (
      owners.length > 0 &&
      owners.every(owner =>
        this.#policy.holds(decision, owner, environment, [application.project]),
      )
    );
  }

  /** References of the owners that the catalog shows the caller. */
  async knownOwners(
    claims: readonly Claim[],
    credentials: BackstageCredentials,
  ): Promise<ReadonlySet<string>> {
    const refs = new Set(
      claims.flatMap(({ ownership }) =>
        ownership.owners.map(stringifyEntityRef),
      ),
    );
    const known = await Promise.all(
      [...refs].map(async ref =>
        (await this.#shown.has(ref, credentials)) ? [ref] : [],
      ),
    );
    return new Set(known.flat());
  }
}
