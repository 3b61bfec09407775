import type { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ClaimProblemCode,
  gitopsAnnotations,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import { turn } from '../argocd/turn';
import type {
  ServiceLocator,
  ServiceQuery,
} from '../environments/ServiceLocator';
import type { Inventory } from '../inventory/Inventory';
import { memoize } from '../memoize';
import { Entities, ENTITY_FIELDS } from '../ownership/Entities';
import { ownerOf, Ownership } from '../ownership/ownerOf';
import { shortMemory } from '../ownership/shortMemory';

/** One page of the catalog's answer; all pages are read. */
const PAGE_SIZE = 500;
/** Applications that are looked at before others have their turn. */
const SLICE = 500;

const annotated = [gitopsAnnotations.appName, gitopsAnnotations.appSelector];

/** One thing that is wrong with whose an Application is, before anybody is asked who may see it. */
export interface UnclearClaim {
  readonly code: ClaimProblemCode;
  readonly application: Application;
  /** Empty where it fits none */
  readonly environment: string;
  readonly owners: readonly Entity[];
  /** References of the entities that claim it and do not own it */
  readonly claimedBy: readonly string[];
}

/** What is wrong with the claims to all Applications. */
export interface UnclearClaims {
  readonly service: readonly UnclearClaim[];
  readonly environment: readonly UnclearClaim[];
  readonly colliding: readonly UnclearClaim[];
}

interface Claimant {
  readonly entity: Entity;
  readonly query: ServiceQuery;
}

/** What is known of Argo CD's Applications. */
interface Known {
  readonly inventory: Pick<Inventory, 'all'>;
  readonly locator: ServiceLocator;
  /** Empty where the Application belongs to none */
  environmentOf(application: Application): string;
}

/**
 * Finds the Applications that no service or no environment claims, or that several entities claim.
 * The catalog is asked for all labels together and for one list of the entities with annotations,
 * so the number of requests does not grow with the Applications. All callers share one answer for
 * some seconds.
 */
export class ClaimProblemsReader {
  readonly #auth: AuthService;
  readonly #catalog: Pick<CatalogService, 'streamEntities'>;
  readonly #entities: Pick<Entities, 'get'>;
  readonly #gitops: Known;
  readonly #known = shortMemory<UnclearClaims>();

  constructor(options: {
    auth: AuthService;
    catalog: Pick<CatalogService, 'streamEntities'>;
    entities: Pick<Entities, 'get'>;
    gitops: Known;
  }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
    this.#entities = options.entities;
    this.#gitops = options.gitops;
  }

  read(): Promise<UnclearClaims> {
    return memoize(this.#known, 'all', () => this.#find());
  }

  async #find(): Promise<UnclearClaims> {
    const applications = [...this.#gitops.inventory.all()].map(
      ({ application }) => application,
    );
    const [components, claimants] = await Promise.all([
      this.#componentsNamedBy(applications),
      this.#claimants(),
    ]);
    const service: UnclearClaim[] = [];
    const environment: UnclearClaim[] = [];
    const colliding: UnclearClaim[] = [];
    for (const [index, application] of applications.entries()) {
      if (index % SLICE === 0) await turn();
      const named = this.#gitops.locator
        .namesOf(application)
        .flatMap(ref => components.get(ref) ?? []);
      const claiming = claimants.of(application);
      const ownership = ownerOf(
        application,
        named.length > 0 ? named : claiming,
        this.#gitops.locator,
      );
      const claim = {
        application,
        environment: this.#gitops.environmentOf(application),
        owners: ownership.owners,
        claimedBy: refsBesides(ownership.owners, claiming),
      };
      if (ownership.owners.length === 0)
        service.push({ ...claim, code: this.#whyUnclaimed(application) });
      if (!claim.environment)
        environment.push({ ...claim, code: 'noEnvironment' });
      const collision = collisionOf(ownership, claim.claimedBy);
      if (collision) colliding.push({ ...claim, code: collision });
    }
    return { service, environment, colliding };
  }

  async #componentsNamedBy(
    applications: readonly Application[],
  ): Promise<ReadonlyMap<string, Entity>> {
    const refs = new Set(
      applications.flatMap(application =>
        this.#gitops.locator.namesOf(application),
      ),
    );
    const found = await Promise.all(
      [...refs].map(async ref => [ref, await this.#entities.get(ref)] as const),
    );
    return new Map(
      found.flatMap(([ref, entity]) => (entity ? [[ref, entity]] : [])),
    );
  }

  /** All entities with an annotation, to be found by the Application that they claim. */
  async #claimants() {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const filter = annotated.map(annotation => ({
      [`metadata.annotations.${annotation}`]: CATALOG_FILTER_EXISTS,
    }));
    const byName = new Map<string, Claimant[]>();
    const bySelector: Claimant[] = [];
    for await (const page of this.#catalog.streamEntities(
      { filter, fields: ENTITY_FIELDS, pageSize: PAGE_SIZE },
      { credentials },
    ))
      for (const entity of page) {
        const claimant = { entity, query: this.#gitops.locator.query(entity) };
        const { by } = claimant.query;
        if (!('name' in by)) bySelector.push(claimant);
        else if (byName.get(by.name)?.push(claimant) === undefined)
          byName.set(by.name, [claimant]);
      }
    return {
      of: (application: Application) =>
        [...(byName.get(application.name) ?? []), ...bySelector]
          .filter(({ query }) => query.matches(application))
          .map(({ entity }) => entity),
    };
  }

  #whyUnclaimed({ labels }: Application): ClaimProblemCode {
    return labels[this.#gitops.locator.serviceLabel]
      ? 'unknownLabel'
      : 'noLabel';
  }
}

function collisionOf(
  { owners, by }: Ownership,
  claimedBy: readonly string[],
): ClaimProblemCode | undefined {
  if (by === 'ambiguousLabel') return 'ambiguousName';
  if (owners.length > 1) return 'sharedClaim';
  return claimedBy.length > 0 ? 'ownedByOther' : undefined;
}

function refsBesides(
  owners: readonly Entity[],
  claiming: readonly Entity[],
): string[] {
  const known = new Set(owners.map(stringifyEntityRef));
  return claiming.map(stringifyEntityRef).filter(ref => !known.has(ref));
}
