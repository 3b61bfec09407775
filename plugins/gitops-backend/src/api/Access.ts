import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  gitopsAnnotations,
  gitopsInstanceReadPermission,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { EnvironmentConfig } from '../environments/Environments';
import { readServiceSettings } from '../environments/serviceSettings';
import type { Gitops } from '../Gitops';
import type { Entities } from '../ownership/Entities';
import { ownershipProblems, refusalOf } from '../ownership/problems';
import { callerRef } from './audited';
import type { Policy } from './Policy';
import { Rights } from './Rights';
import { ApplicationAccess, ServiceAccess } from './ServiceAccess';
import type { ShownEntities } from './ShownEntities';
import type { VisibleClaims } from './VisibleClaims';

/**
 * Who may see and do what. The catalog decides which entities a caller knows of, the rule of
 * ownership whose an Application is, and the permission framework what the caller may do with that.
 */
export class Access {
  readonly #permissions: PermissionsService;
  readonly #policy: Policy;
  readonly #entities: Entities;
  readonly #gitops: Pick<
    Gitops,
    'locator' | 'live' | 'application' | 'diagnosed'
  >;
  readonly #shown: ShownEntities;
  readonly #claims: VisibleClaims;
  readonly #environments: readonly EnvironmentConfig[];

  constructor(options: {
    policy: Policy;
    shown: ShownEntities;
    claims: VisibleClaims;
    entities: Entities;
    permissions: PermissionsService;
    gitops: Pick<Gitops, 'locator' | 'live' | 'application' | 'diagnosed'>;
    /** As configured */
    environments?: readonly EnvironmentConfig[];
  }) {
    this.#environments = options.environments ?? [];
    this.#permissions = options.permissions;
    this.#policy = options.policy;
    this.#shown = options.shown;
    this.#claims = options.claims;
    this.#entities = options.entities;
    this.#gitops = options.gitops;
  }

  /**
   * @param options - `isLookedAt`: the caller has the service's page open, so what moves of it is
   *   read every few seconds
   * @throws NotFoundError where the catalog shows the caller no such entity, NotAllowedError where
   *   nothing of any service may be seen
   */
  async service(
    entityRef: string,
    credentials: BackstageCredentials,
    { isLookedAt = false } = {},
  ): Promise<ServiceAccess> {
    const [entity, isShown, reading] = await Promise.all([
      this.#entities.get(entityRef),
      this.#shown.has(entityRef, credentials),
      this.#policy.reading(credentials),
    ]);
    if (!entity || !isShown)
      throw new NotFoundError(
        `No entity ${entityRef} is in the catalog, or you may not see it`,
      );
    const { deployments } = reading;
    const query = this.#gitops.locator.query(entity);
    if (deployments.result === AuthorizeResult.DENY)
      throw new NotAllowedError(
        `You may not see the deployments of ${query.service} (gitops.deployment.read)`,
      );
    await this.#gitops.diagnosed(query, { now: false });
    const { live } = this.#gitops;
    const answer = isLookedAt ? live.answer(query) : live.current(query);
    const { environments, previews } = answer.deployments;
    const applications = [
      ...environments.flatMap(one => one.applications),
      ...previews,
    ].flatMap(ref => this.#gitops.application(ref) ?? []);
    const claims = await this.#claims.of(applications, credentials, entity);
    const known = await this.#claims.knownOwners(claims, credentials);
    const problems = [
      ...ownershipProblems(query, claims, {
        serviceLabel: this.#gitops.locator.serviceLabel,
        shows: ref => known.has(ref),
      }),
      ...readServiceSettings(
        entity.metadata.annotations?.[gitopsAnnotations.promotion],
        this.#environments,
      ).problems,
    ];
    return new ServiceAccess({
      entity,
      query,
      answer,
      claims,
      problems,
      isWhole:
        deployments.result === AuthorizeResult.ALLOW &&
        problems.length === 0 &&
        claims.every(({ isVisible }) => isVisible),
      permits: environment =>
        this.#policy.holds(deployments, entity, environment, []),
    });
  }

  /** @throws NotFoundError where the caller may not see the Application as each of its owners' */
  async application(
    application: Application | undefined,
    credentials: BackstageCredentials,
  ): Promise<ApplicationAccess> {
    const [claim] = application
      ? await this.#claims.of([application], credentials)
      : [];
    if (!claim?.isVisible)
      throw new NotFoundError(
        'No such Application belongs to a service that you may see',
      );
    return {
      application: claim.application,
      environment: claim.environment,
      service: claim.ownership.owners.map(stringifyEntityRef).join(' and '),
      claimsIn: () => [claim],
      refusal: () => refusalOf([claim]),
    };
  }

  /**
   * What the caller may do with what they may see.
   *
   * @param options - `fresh` asks the policy now: for what is done rather than shown
   */
  async rights(
    subject: ServiceAccess | ApplicationAccess,
    credentials: BackstageCredentials,
    options: { fresh?: boolean } = {},
  ): Promise<Rights> {
    const decisions = await this.#policy.acting(credentials, options);
    return new Rights({
      caller: callerRef(credentials),
      subject,
      holds: ({ name }, environment, claims) => {
        const decision = decisions.get(name);
        if (claims.length > 0)
          return claims.every(claim => this.#claims.holds(decision, claim));
        return (
          subject instanceof ServiceAccess &&
          this.#policy.holds(decision, subject.entity, environment, [])
        );
      },
    });
  }

  /** An entity as the backend sees it: for names, never for what it says. */
  entity(entityRef: string): Promise<Entity | undefined> {
    return this.#entities.get(entityRef);
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
}
