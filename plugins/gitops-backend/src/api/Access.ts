import type {
  BackstageCredentials,
  PermissionsService,
  PermissionsRegistryService,
} from '@backstage/backend-plugin-api';
import {
  Entity,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
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
import { LRUCache } from 'lru-cache';
import type { Application } from '../argocd/Application';
import type {
  ServiceLocator,
  ServiceQuery,
} from '../environments/ServiceLocator';
import {
  gitopsDeploymentResourceRef,
  parseDeploymentResourceName,
} from './permissions';

/** A caller's authorisation and the entity are looked up at most this often. */
const REMEMBER_MS = 10_000;
const MAX_REMEMBERED = 20_000;

/** What a caller may see of one service. */
export interface ServiceAccess {
  readonly query: ServiceQuery;
  /** Whether every environment may be seen */
  readonly seesAll: boolean;
  sees(environment: string): boolean;
}

/** Who may see what: the catalog decides which services a caller knows of, the permission framework what of them. */
export class Access {
  readonly #catalog: Pick<
    CatalogService,
    'getEntityByRef' | 'getEntitiesByRefs' | 'queryEntities'
  >;
  readonly #permissions: PermissionsService;
  readonly #registry: PermissionsRegistryService;
  readonly #locator: ServiceLocator;
  readonly #serviceLabel: string;
  readonly #services: LRUCache<string, Promise<ServiceAccess>>;
  readonly #decisions: LRUCache<string, Promise<PolicyDecision>>;

  constructor(options: {
    catalog: Pick<
      CatalogService,
      'getEntityByRef' | 'getEntitiesByRefs' | 'queryEntities'
    >;
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
    locator: ServiceLocator;
    serviceLabel: string;
    /** For tests of what is not remembered */
    rememberMs?: number;
  }) {
    this.#catalog = options.catalog;
    this.#permissions = options.permissions;
    this.#registry = options.permissionsRegistry;
    this.#locator = options.locator;
    this.#serviceLabel = options.serviceLabel;
    const ttl = options.rememberMs ?? REMEMBER_MS;
    this.#services = new LRUCache({ max: MAX_REMEMBERED, ttl });
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
        const entity = await this.#catalog.getEntityByRef(entityRef, {
          credentials,
        });
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
    const decision = await this.#decide(credentials);
    if (decision.result === AuthorizeResult.DENY)
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

  async #accessTo(
    entity: Entity,
    credentials: BackstageCredentials,
  ): Promise<ServiceAccess> {
    const decision = await this.#decide(credentials);
    const query = this.#locator.query(entity);
    if (decision.result === AuthorizeResult.DENY)
      throw new NotAllowedError(
        `You may not see the deployments of ${query.service} (gitops.deployment.read)`,
      );
    if (decision.result === AuthorizeResult.ALLOW)
      return { query, seesAll: true, sees: () => true };
    const isAllowed = createConditionAuthorizer(
      this.#registry.getPermissionRuleset(gitopsDeploymentResourceRef),
    );
    return {
      query,
      seesAll: false,
      sees: environment => isAllowed(decision, resourceOf(entity, environment)),
    };
  }

  #decide(credentials: BackstageCredentials): Promise<PolicyDecision> {
    return remembered(this.#decisions, callerOf(credentials), async () => {
      const [decision] = await this.#permissions.authorizeConditional(
        [{ permission: gitopsDeploymentReadPermission }],
        { credentials },
      );
      return decision;
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

/** Loads the resources that the permission framework asks for by name. */
export async function loadDeploymentResources(
  names: string[],
  options: {
    catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
    credentials: BackstageCredentials;
  },
) {
  const resources = names.map(parseDeploymentResourceName);
  const { items } = await options.catalog.getEntitiesByRefs(
    { entityRefs: resources.map(one => one.entityRef) },
    { credentials: options.credentials },
  );
  return items.map(
    (entity, index) =>
      entity && resourceOf(entity, resources[index].environment),
  );
}

function resourceOf(entity: Entity, environment: string) {
  const owners = (entity.relations ?? [])
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef);
  return { entityRef: stringifyEntityRef(entity), owners, environment };
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
