import type { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { gitopsAnnotations } from 'backstage-plugin-gitops-common';
import DataLoader from 'dataloader';
import type { Application } from '../argocd/Application';
import type {
  ServiceLocator,
  ServiceQuery,
} from '../environments/ServiceLocator';
import { memoize } from '../memoize';
import { shortMemory } from './shortMemory';
import { ENTITY_FIELDS, GATHER_MS, MAX_TOGETHER } from './Entities';

/** One page of the catalog's answer; all pages are read. */
const PAGE_SIZE = 500;

const appName = `metadata.annotations.${gitopsAnnotations.appName}`;
const appSelector = `metadata.annotations.${gitopsAnnotations.appSelector}`;

interface Claimant {
  readonly entity: Entity;
  readonly query: ServiceQuery;
}

/**
 * The entities whose annotations claim an Application. Those with a selector are few, and are held
 * as one list for some seconds, since the catalog can't say which selector matches; those that name
 * it are looked up by its name.
 */
export class Claimants {
  readonly #auth: AuthService;
  readonly #catalog: Pick<CatalogService, 'streamEntities'>;
  readonly #locator: ServiceLocator;
  readonly #bySelector = shortMemory<Claimant[]>();
  readonly #byName = shortMemory<Claimant[]>();
  readonly #names: DataLoader<string, Claimant[]>;

  constructor(options: {
    auth: AuthService;
    catalog: Pick<CatalogService, 'streamEntities'>;
    locator: ServiceLocator;
  }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
    this.#locator = options.locator;
    this.#names = new DataLoader(names => this.#named(names), {
      cache: false,
      maxBatchSize: MAX_TOGETHER,
      batchScheduleFn: load => setTimeout(load, GATHER_MS),
    });
  }

  async of(application: Application): Promise<Entity[]> {
    const { name } = application;
    const candidates = await Promise.all([
      memoize(this.#byName, name, () => this.#names.load(name)),
      memoize(this.#bySelector, 'all', () =>
        this.#read({ [appSelector]: CATALOG_FILTER_EXISTS }),
      ),
    ]);
    return candidates
      .flat()
      .filter(({ query }) => query.matches(application))
      .map(({ entity }) => entity);
  }

  async #named(names: readonly string[]): Promise<Claimant[][]> {
    const found = await this.#read({ [appName]: [...names] });
    return names.map(name =>
      found.filter(({ query: { by } }) => 'name' in by && by.name === name),
    );
  }

  async #read(
    filter: Record<string, string[] | typeof CATALOG_FILTER_EXISTS>,
  ): Promise<Claimant[]> {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const found: Claimant[] = [];
    for await (const page of this.#catalog.streamEntities(
      { filter, fields: ENTITY_FIELDS, pageSize: PAGE_SIZE },
      { credentials },
    ))
      for (const entity of page)
        found.push({ entity, query: this.#locator.query(entity) });
    return found;
  }
}
