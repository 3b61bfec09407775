import type { AuthService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import { remembered } from '../remembered';
import { MAX_REMEMBERED, REMEMBER_MS } from './memory';

/** Entities asked for within this time are asked for together: what a request to the catalog costs is mostly not the entities. */
const GATHER_MS = 5;
const MAX_TOGETHER = 100;

/** Entities as the backend itself sees them, whoever asks: whether a caller may is decided elsewhere. */
export class Entities {
  readonly #auth: AuthService;
  readonly #catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  readonly #known: LRUCache<string, Promise<Entity | undefined>>;
  readonly #loader: DataLoader<string, Entity | undefined>;

  constructor(options: {
    auth: AuthService;
    catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
    this.#known = new LRUCache({ max: MAX_REMEMBERED, ttl: REMEMBER_MS });
    this.#loader = new DataLoader(refs => this.#load(refs), {
      cache: false,
      maxBatchSize: MAX_TOGETHER,
      batchScheduleFn: load => setTimeout(load, GATHER_MS),
    });
  }

  get(entityRef: string): Promise<Entity | undefined> {
    return remembered(this.#known, entityRef, () =>
      this.#loader.load(entityRef),
    );
  }

  async #load(refs: readonly string[]): Promise<(Entity | undefined)[]> {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const request = { entityRefs: [...refs] };
    return (await this.#catalog.getEntitiesByRefs(request, { credentials }))
      .items;
  }
}
