import type {
  AuthService,
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import type { Entity } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  gitopsAnnotations,
  gitopsInstanceReadPermission,
} from 'backstage-plugin-gitops-common';
import { LRUCache } from 'lru-cache';
import type { Application } from '../argocd/Application';
import type {
  ServiceLocator,
  ServiceQuery,
} from '../environments/ServiceLocator';
import { remembered } from '../remembered';
import { Entities } from './Entities';
import { callerOf, Policy, Rights } from './Policy';
import { MAX_REMEMBERED, REMEMBER_MS } from './memory';

/** What a caller may see of one service. */
export interface ServiceAccess {
  readonly entity: Entity;
  readonly query: ServiceQuery;
  /** Whether every environment may be seen */
  readonly seesAll: boolean;
  sees(environment: string): boolean;
}

/**
 * Who may see what: the catalog decides which services a caller knows of, the permission framework what of them. A caller whom the policy shows every entity costs one
 * question to it, and an entity one to the catalog, whoever asks for it; only others have the catalog asked on their behalf.
 */
export class Access {
  readonly #catalog: Pick<CatalogService, 'getEntityByRef' | 'queryEntities'>;
  readonly #permissions: PermissionsService;
  readonly #policy: Policy;
  readonly #entities: Entities;
  readonly #locator: ServiceLocator;
  readonly #serviceLabel: string;
  readonly #services: LRUCache<string, Promise<ServiceAccess>>;

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
    this.#catalog = options.catalog;
    this.#permissions = options.permissions;
    this.#policy = new Policy(options);
    this.#entities = new Entities(options);
    this.#locator = options.locator;
    this.#serviceLabel = options.serviceLabel;
    this.#services = new LRUCache({ max: MAX_REMEMBERED, ttl: REMEMBER_MS });
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

  /** An entity as the backend sees it: for names, never for what it says. */
  entity(entityRef: string): Promise<Entity | undefined> {
    return this.#entities.get(entityRef);
  }

  /** What the caller may do with a service that they may see. */
  rights(
    { entity }: ServiceAccess,
    credentials: BackstageCredentials,
    options: { fresh?: boolean } = {},
  ): Promise<Rights> {
    return this.#policy.rights(entity, credentials, options);
  }

  /**
   * A service of the caller's that has the Application.
   *
   * @throws NotFoundError where none of the services that the caller may see has the Application in an environment that they may see
   */
  async application(
    application: Application | undefined,
    environment: string,
    credentials: BackstageCredentials,
  ): Promise<ServiceAccess> {
    for (const entity of application
      ? await this.#entitiesOf(application, credentials)
      : []) {
      const access = await this.#accessTo(entity, credentials).catch(
        () => undefined,
      );
      if (access?.sees(environment)) return access;
    }
    throw new NotFoundError(
      'No such Application belongs to a service that you may see',
    );
  }

  /** @throws NotAllowedError */
  async anything(credentials: BackstageCredentials): Promise<void> {
    const { deployments } = await this.#policy.reading(credentials);
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
      this.#policy.reading(credentials),
      this.#entities.get(entityRef),
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

  async #accessTo(
    entity: Entity,
    credentials: BackstageCredentials,
  ): Promise<ServiceAccess> {
    const { deployments } = await this.#policy.reading(credentials);
    const query = this.#locator.query(entity);
    if (deployments.result === AuthorizeResult.DENY)
      throw new NotAllowedError(
        `You may not see the deployments of ${query.service} (gitops.deployment.read)`,
      );
    return {
      entity,
      query,
      seesAll: deployments.result === AuthorizeResult.ALLOW,
      sees: environment => this.#policy.fits(deployments, entity, environment),
    };
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
