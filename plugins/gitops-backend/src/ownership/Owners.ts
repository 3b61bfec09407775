import type { AuthService } from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Application } from '../argocd/Application';
import type { ServiceLocator } from '../environments/ServiceLocator';
import { Claimants } from './Claimants';
import type { Entities } from './Entities';
import { ownerOf, Ownership } from './ownerOf';

/** Reads from the catalog what the rule of ownership needs, and no more. */
export class Owners {
  readonly #entities: Entities;
  readonly #claimants: Claimants;
  readonly #locator: ServiceLocator;

  constructor(options: {
    auth: AuthService;
    catalog: Pick<CatalogService, 'streamEntities'>;
    entities: Entities;
    locator: ServiceLocator;
  }) {
    this.#entities = options.entities;
    this.#claimants = new Claimants(options);
    this.#locator = options.locator;
  }

  /**
   * @param asking - an entity whose page shows the Applications: it may be newer than what is held
   *   of the catalog
   */
  async of(
    applications: readonly Application[],
    asking?: Entity,
  ): Promise<Ownership[]> {
    // All Applications with one label have one owner
    const named = new Map<string, Promise<Entity[]>>();
    return Promise.all(
      applications.map(async application => {
        const refs = this.#locator.namesOf(application);
        const key = refs.join();
        const loading = named.get(key) ?? this.#load(refs);
        named.set(key, loading);
        const components = await loading;
        const entities =
          components.length > 0
            ? components
            : unique([
                ...(asking ? [asking] : []),
                ...(await this.#claimants.of(application)),
              ]);
        return ownerOf(application, entities, this.#locator);
      }),
    );
  }

  async #load(refs: readonly string[]): Promise<Entity[]> {
    const found = await Promise.all(refs.map(ref => this.#entities.get(ref)));
    return found.flatMap(entity => entity ?? []);
  }
}

function unique(entities: readonly Entity[]): Entity[] {
  return [
    ...new Map(
      entities.map(entity => [stringifyEntityRef(entity), entity]),
    ).values(),
  ];
}
