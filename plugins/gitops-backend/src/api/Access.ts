import type {
  AuthService,
  BackstageCredentials,
  PermissionsService,
  PermissionsRegistryService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  gitopsAnnotations,
  gitopsDeploymentReadPermission,
  gitopsInstanceReadPermission,
} from 'backstage-plugin-gitops-common';
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { Application } from '../argocd/Application';
import type {
  ServiceLocator,
  ServiceQuery,
} from '../environments/ServiceLocator';
import { resourceOf } from './deploymentResources';
import { gitopsDeploymentResourceRef } from './permissions';

/** A caller's authorisation and the entity are looked up at most this often. */
const REMEMBER_MS = 10_000;
const MAX_REMEMBERED = 20_000;
/** Entities asked for within this time are asked for together: what a request to the catalog costs is mostly not the entities. */
const GATHER_MS = 5;
const MAX_TOGETHER = 100;

/** What a caller may see of one service. */
export interface ServiceAccess {
  readonly query: ServiceQuery;
  /** Whether every environment may be seen */
  readonly seesAll: boolean;
  sees(environment: string): boolean;
}

/** What the permission policy decides of a caller, before any entity is looked at. */
interface Decisions {
  readonly entities: PolicyDecision;
  readonly deployments: PolicyDecision;
}

/**
 * Who may see what: the catalog decides which services a caller knows of, the permission framework what of them. A caller whom the policy shows every entity costs one
 * question to it, and an entity one to the catalog, whoever asks for it; only others have the catalog asked on their behalf.
 */
export class Access {
  readonly #auth: AuthService;
  readonly #catalog: Pick<
    CatalogService,
    'getEntityByRef' | 'getEntitiesByRefs' | 'queryEntities'
  >;
  readonly #permissions: PermissionsService;
  readonly #registry: PermissionsRegistryService;
  readonly #locator: ServiceLocator;
  readonly #serviceLabel: string;
  readonly #services: LRUCache<string, Promise<ServiceAccess>>;
  readonly #entities: LRUCache<string, Promise<Entity | undefined>>;
  readonly #loader: DataLoader<string, Entity | undefined>;
  readonly #decisions: LRUCache<string, Promise<Decisions>>;

  constructor(options: {
    auth: AuthService;
    catalog: Pick<
      CatalogService,
      'getEntityByRef' | 'getEntitiesByRefs' | 'queryEntities'
    >;
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
    locator: ServiceLocator;
    serviceLabel: string;
  }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
    this.#permissions = options.permissions;
    this.#registry = options.permissionsRegistry;
    this.#locator = options.locator;
    this.#serviceLabel = options.serviceLabel;
    const ttl = REMEMBER_MS;
    this.#services = new LRUCache({ max: MAX_REMEMBERED, ttl });
    this.#entities = new LRUCache({ max: MAX_REMEMBERED, ttl });
    this.#loader = new DataLoader(refs => this.#load(refs), {
      cache: false,
      maxBatchSize: MAX_TOGETHER,
      batchScheduleFn: load => setTimeout(load, GATHER_MS),
    });
    this.#decisions = new LRUCache({ max: MAX_REMEMBERED, ttl });
  }

  /** @throws NotFoundError where the catalog shows the caller no such entity, NotAllowedError where nothing of it may be seen */
  service(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<ServiceAccess> {
    return remembered(
      this.#services,
      `${callerOf(credentials)} ${entityRef}`,
      async () => {
        const entity = await this.#visibleEntity(entityRef, credentials);
        if (!entity)
          throw new NotFoundError(
            `No entity ${entityRef} is in the catalog, or you may not see it`,
          );
        return this.#accessTo(entity, credentials);
      },
    );
  }

  /** @throws NotFoundError where none of the services that the caller may see has the Application in an environment that they may see */
  async application(
    application: Application | undefined,
    environment: string,
    credentials: BackstageCredentials,
  ): Promise<void> {
    for (const entity of application
      ? await this.#entitiesOf(application, credentials)
      : []) {
      const access = await this.#accessTo(entity, credentials).catch(
        () => undefined,
      );
      if (access?.sees(environment)) return;
    }
    throw new NotFoundError(
      'No such Application belongs to a service that you may see',
    );
  }

  /** @throws NotAllowedError */
  async anything(credentials: BackstageCredentials): Promise<void> {
    const { deployments } = await this.#decide(credentials);
    if (deployments.result === AuthorizeResult.DENY)
      throw new NotAllowedError(
        'You may not see any deployments (gitops.deployment.read)',
      );
  }

  /** @throws NotAllowedError */
  async instances(credentials: BackstageCredentials): Promise<void> {
    const [{ result }] = await this.#permissions.authorize(
      [{ permission: gitopsInstanceReadPermission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW)
      throw new NotAllowedError(
        'You may not see the Argo CD instances (gitops.instance.read)',
      );
  }

  async #visibleEntity(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<Entity | undefined> {
    const [{ entities }, entity] = await Promise.all([
      this.#decide(credentials),
      this.#entity(entityRef),
    ]);
    switch (entities.result) {
      case AuthorizeResult.ALLOW:
        return entity;
      case AuthorizeResult.DENY:
        return undefined;
      default:
        // Only the catalog can apply its own rules
        return this.#catalog.getEntityByRef(entityRef, { credentials });
    }
  }

  #entity(entityRef: string): Promise<Entity | undefined> {
    return remembered(this.#entities, entityRef, () =>
      this.#loader.load(entityRef),
    );
  }

  async #load(refs: readonly string[]): Promise<(Entity | undefined)[]> {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const request = { entityRefs: [...refs] };
    return (await this.#catalog.getEntitiesByRefs(request, { credentials }))
      .items;
  }

  async #accessTo(
    entity: Entity,
    credentials: BackstageCredentials,
  ): Promise<ServiceAccess> {
    const { deployments } = await this.#decide(credentials);
    const query = this.#locator.query(entity);
    if (deployments.result === AuthorizeResult.DENY)
      throw new NotAllowedError(
        `You may not see the deployments of ${query.service} (gitops.deployment.read)`,
      );
    if (deployments.result === AuthorizeResult.ALLOW)
      return { query, seesAll: true, sees: () => true };
    const isAllowed = createConditionAuthorizer(
      this.#registry.getPermissionRuleset(gitopsDeploymentResourceRef),
    );
    return {
      query,
      seesAll: false,
      sees: environment =>
        isAllowed(deployments, resourceOf(entity, environment)),
    };
  }

  #decide(credentials: BackstageCredentials): Promise<Decisions> {
    return remembered(this.#decisions, callerOf(credentials), async () => {
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

  /** The caller's entities whose annotations or name claim the Application. */
  async #entitiesOf(
    application: Application,
    credentials: BackstageCredentials,
  ): Promise<Entity[]> {
    const service = application.labels[this.#serviceLabel];
    const { items } = await this.#catalog.queryEntities(
      {
        filter: [
          ...(service === undefined ? [] : [{ 'metadata.name': service }]),
          {
            [`metadata.annotations.${gitopsAnnotations.appName}`]:
              application.name,
          },
          {
            [`metadata.annotations.${gitopsAnnotations.appSelector}`]:
              CATALOG_FILTER_EXISTS,
          },
        ],
        limit: 10_000,
      },
      { credentials },
    );
    return items.filter(entity =>
      this.#locator.query(entity).matches(application),
    );
  }
}

/** Refusals are not remembered: what is granted shows at once. */
function remembered<T>(
  cache: LRUCache<string, Promise<T>>,
  key: string,
  load: () => Promise<T>,
): Promise<T> {
  const known = cache.get(key);
  if (known) return known;
  const loading = load();
  cache.set(key, loading);
  loading.catch(() => cache.get(key) === loading && cache.delete(key));
  return loading;
}

function callerOf({ principal }: BackstageCredentials): string {
  return JSON.stringify(principal);
}
