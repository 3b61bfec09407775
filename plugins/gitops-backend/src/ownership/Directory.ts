import type { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { gitopsAnnotations } from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import { slices } from '../argocd/slices';
import type {
  ServiceLocator,
  ServiceQuery,
} from '../environments/ServiceLocator';
import { Entities, ENTITY_FIELDS, MAX_TOGETHER } from './Entities';
import { ownerOf, Ownership } from './ownerOf';

/** One page of the catalog's answer; all pages are read. */
const PAGE_SIZE = 500;
/** Components that are asked for before others have their turn. */
const ASKED_TOGETHER = 5 * MAX_TOGETHER;

const annotated = [gitopsAnnotations.appName, gitopsAnnotations.appSelector];

interface Claimant {
  readonly entity: Entity;
  readonly query: ServiceQuery;
}

/** Whose an Application is, and which entities claim it by annotation. */
export interface ApplicationClaims {
  readonly ownership: Ownership;
  readonly claiming: readonly Entity[];
}

/** The entities that own or claim Applications, as the catalog had them at one time. */
export interface Directory {
  /** Nothing of all that was found, as with a catalog that has just been started */
  readonly isEmpty: boolean;
  /** Of Applications whose label the directory was read for */
  claimsOf(application: Application): ApplicationClaims;
  /** Whether it was read for what the Application's label names */
  covers(application: Application): boolean;
}

export interface DirectoryOptions {
  auth: AuthService;
  catalog: Pick<CatalogService, 'streamEntities'>;
  entities: Pick<Entities, 'get'>;
  locator: ServiceLocator;
}

/**
 * Reads whose many Applications are. The catalog is asked for all Components that labels name
 * together, and for one list of the entities with annotations, so the number of requests does not
 * grow with the Applications.
 */
export async function readDirectory(
  applications: readonly Application[],
  options: DirectoryOptions,
): Promise<Directory> {
  const { locator } = options;
  const [components, claimants] = await Promise.all([
    componentsNamedBy(applications, options),
    readClaimants(options),
  ]);
  const namesOf = (application: Application) => locator.namesOf(application);
  return {
    isEmpty: !claimants.areThere && ![...components.values()].some(Boolean),
    covers: application =>
      namesOf(application).every(ref => components.has(ref)),
    claimsOf(application) {
      const named = namesOf(application).flatMap(
        ref => components.get(ref) ?? [],
      );
      const claiming = claimants.of(application);
      const entities = named.length > 0 ? named : claiming;
      return { ownership: ownerOf(application, entities, locator), claiming };
    },
  };
}

/** Undefined for a name that no Component has. */
async function componentsNamedBy(
  applications: readonly Application[],
  { entities, locator }: DirectoryOptions,
): Promise<ReadonlyMap<string, Entity | undefined>> {
  const refs = new Set<string>();
  for await (const some of slices(applications))
    for (const ref of some.flatMap(one => locator.namesOf(one))) refs.add(ref);
  const components = new Map<string, Entity | undefined>();
  for await (const some of slices(refs, ASKED_TOGETHER)) {
    const found = await Promise.all(some.map(ref => entities.get(ref)));
    for (const [index, ref] of some.entries())
      components.set(ref, found[index]);
  }
  return components;
}

/** All entities with an annotation, to be found by the Application that they claim. */
async function readClaimants({ auth, catalog, locator }: DirectoryOptions) {
  const credentials = await auth.getOwnServiceCredentials();
  const filter = annotated.map(annotation => ({
    [`metadata.annotations.${annotation}`]: CATALOG_FILTER_EXISTS,
  }));
  const byName = new Map<string, Claimant[]>();
  const bySelector: Claimant[] = [];
  for await (const page of catalog.streamEntities(
    { filter, fields: ENTITY_FIELDS, pageSize: PAGE_SIZE },
    { credentials },
  ))
    for (const entity of page) {
      const claimant = { entity, query: locator.query(entity) };
      const { by } = claimant.query;
      if (!('name' in by)) bySelector.push(claimant);
      else if (byName.get(by.name)?.push(claimant) === undefined)
        byName.set(by.name, [claimant]);
    }
  return {
    areThere: byName.size + bySelector.length > 0,
    of: (application: Application) =>
      [...(byName.get(application.name) ?? []), ...bySelector]
        .filter(({ query }) => query.matches(application))
        .map(({ entity }) => entity),
  };
}
