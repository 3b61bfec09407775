import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  ClaimProblem,
  ClaimProblems,
} from 'backstage-plugin-gitops-common';
import type { z } from 'zod';
import {
  ClaimProblemsReader,
  UnclearClaim,
  UnclearClaims,
} from '../answers/ClaimProblemsReader';
import { applicationKey } from '../argocd/Application';
import { slices } from '../argocd/slices';
import type { Gitops } from '../Gitops';
import type { Entities } from '../ownership/Entities';
import type { Access } from './Access';
import type { claimEndpoints } from './claimRoutes';
import type { Policy } from './Policy';
import type { ShownEntities } from './ShownEntities';

const DEFAULT_LIMIT = 100;

type ClaimQuery = z.output<typeof claimEndpoints.claimProblems.query>;

/** Answers those who operate the platform which Applications have no clear owner or environment. */
export class ClaimCalls {
  readonly #reader: ClaimProblemsReader;
  readonly #access: Pick<Access, 'instances'>;
  readonly #policy: Policy;
  readonly #shown: ShownEntities;
  readonly #gitops: Pick<Gitops, 'deploymentOf' | 'locator'>;

  constructor(options: {
    auth: AuthService;
    access: Pick<Access, 'instances'>;
    catalog: Pick<CatalogService, 'streamEntities'>;
    entities: Pick<Entities, 'get'>;
    policy: Policy;
    shown: ShownEntities;
    gitops: Pick<
      Gitops,
      'deploymentOf' | 'environmentOf' | 'inventory' | 'locator'
    >;
  }) {
    this.#reader = new ClaimProblemsReader(options);
    this.#access = options.access;
    this.#policy = options.policy;
    this.#shown = options.shown;
    this.#gitops = options.gitops;
  }

  /** @throws InputError, NotAllowedError */
  async list(
    query: ClaimQuery,
    credentials: BackstageCredentials,
  ): Promise<ClaimProblems> {
    const kind = kindOf(query);
    await this.#access.instances(credentials);
    const found = (await this.#reader.read())[kind];
    const permitted = await this.#permitted(credentials, found);
    const isShown = await this.#shownTo(credentials, permitted);
    const visible = permitted
      .filter(({ owners }) => owners.map(stringifyEntityRef).every(isShown))
      .filter(claim => this.#contains(claim, query.q))
      .map(claim => ({ claim, key: applicationKey(claim.application) }))
      .sort((a, b) => compare(a.key, b.key));
    const { cursor, limit = DEFAULT_LIMIT } = query;
    const after = cursor ? keyOf(cursor) : '';
    const rest = visible.filter(({ key }) => key > after);
    const page = rest.slice(0, limit);
    return {
      items: page.map(({ claim }) => this.#answerOf(claim, isShown)),
      total: visible.length,
      nextCursor: rest.length > limit ? cursorOf(page.at(-1)!.key) : null,
      serviceLabel: this.#gitops.locator.serviceLabel,
    };
  }

  /** Applications that the caller may see for each of their owners, or that have no owner. */
  async #permitted(
    credentials: BackstageCredentials,
    found: readonly UnclearClaim[],
  ): Promise<readonly UnclearClaim[]> {
    const { deployments } = await this.#policy.reading(credentials);
    if (deployments.result === AuthorizeResult.ALLOW) return found;
    const permitted: UnclearClaim[] = [];
    for await (const some of slices(found))
      permitted.push(
        ...some.filter(claim => this.#permits(deployments, claim)),
      );
    return permitted;
  }

  #permits(
    deployments: PolicyDecision,
    { application, environment, owners }: UnclearClaim,
  ): boolean {
    const projects = [application.project];
    if (owners.length === 0)
      return this.#policy.apply(deployments, {
        entityRef: '',
        owners: [],
        environment,
        projects,
      });
    return owners.every(owner =>
      this.#policy.holds(deployments, owner, environment, projects),
    );
  }

  /** Which of the entities that own or claim something the catalog shows to the caller. */
  async #shownTo(
    credentials: BackstageCredentials,
    found: readonly UnclearClaim[],
  ): Promise<(entityRef: string) => boolean> {
    const refs = new Set(
      found.flatMap(({ owners, claimedBy }) => [
        ...owners.map(stringifyEntityRef),
        ...claimedBy,
      ]),
    );
    const shown = await this.#shown.among([...refs], credentials);
    return ref => shown === 'all' || shown.has(ref);
  }

  #contains(
    { application, environment }: UnclearClaim,
    text: string | undefined,
  ): boolean {
    if (!text) return true;
    const { instance, namespace, name, project, labels } = application;
    const label = labels[this.#gitops.locator.serviceLabel] ?? '';
    return [name, instance, namespace, project, environment, label].some(one =>
      one.toLowerCase().includes(text.toLowerCase()),
    );
  }

  #answerOf(
    { code, application, environment, owners, claimedBy }: UnclearClaim,
    isShown: (entityRef: string) => boolean,
  ): ClaimProblem {
    const { instance, namespace, name, project, labels } = application;
    const shown = claimedBy.filter(isShown);
    return {
      code,
      instance,
      namespace,
      name,
      project,
      environment,
      label: labels[this.#gitops.locator.serviceLabel] || null,
      owners: owners.map(stringifyEntityRef),
      claimedBy: shown,
      hiddenClaims: claimedBy.length - shown.length,
      url: this.#gitops.deploymentOf(application).url,
    };
  }
}

function kindOf({ unclaimed, claims }: ClaimQuery): keyof UnclearClaims {
  if (Boolean(unclaimed) === Boolean(claims))
    throw new InputError(
      'Name what to list: either unclaimed=service, unclaimed=environment or claims=colliding',
    );
  return unclaimed ?? claims!;
}

/** The next page starts after the last Application of this one, even if others came or went. */
function cursorOf(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function keyOf(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString();
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
