import type { AuthService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import DataLoader from 'dataloader';
import { memoize } from '../memoize';
import { shortMemory } from './shortMemory';

/**
 * Entities asked for within this time are asked for together: what a request to the catalog costs
 * is mostly not the entities.
 */
export const GATHER_MS = 5;
export const MAX_TOGETHER = 100;

/** All that is read of an entity: names, annotations, and who owns it. */
export const ENTITY_FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.title',
  'metadata.annotations',
  'spec.profile',
  'relations',
];

/**
 * Entities as the backend itself sees them, the same for every caller: what a caller may see is
 * decided elsewhere.
 */
export class Entities {
  readonly #auth: AuthService;
  readonly #catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  readonly #known = shortMemory<Entity | undefined>();
  readonly #loader: DataLoader<string, Entity | undefined>;

  constructor(options: {
    auth: AuthService;
    catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
    this.#loader = new DataLoader(refs => this.#load(refs), {
      cache: false,
      maxBatchSize: MAX_TOGETHER,
      batchScheduleFn: load => setTimeout(load, GATHER_MS),
    });
  }

  get(entityRef: string): Promise<Entity | undefined> {
    return memoize(this.#known, entityRef, () => this.#loader.load(entityRef));
  }

  async #load(refs: readonly string[]): Promise<(Entity | undefined)[]> {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const request = { entityRefs: [...refs], fields: ENTITY_FIELDS };
    return (await this.#catalog.getEntitiesByRefs(request, { credentials }))
      .items;
  }
}
