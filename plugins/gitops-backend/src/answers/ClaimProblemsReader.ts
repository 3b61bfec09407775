import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { ClaimProblemCode } from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import { slices } from '../argocd/slices';
import { isPreview } from '../environments/previews';
import type { ServiceLocator } from '../environments/ServiceLocator';
import type { Inventory } from '../inventory/Inventory';
import { memoize } from '../memoize';
import { DirectoryOptions, readDirectory } from '../ownership/Directory';
import type { Ownership } from '../ownership/ownerOf';
import { shortMemory } from '../ownership/shortMemory';

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

/** What is known of Argo CD's Applications. */
interface Known {
  readonly inventory: Pick<Inventory, 'all'>;
  readonly locator: ServiceLocator;
  /** Empty where the Application belongs to none */
  environmentOf(application: Application): string;
}

/**
 * Finds the Applications that no service or no environment claims, or that several entities claim.
 * All callers share one answer for some seconds.
 */
export class ClaimProblemsReader {
  readonly #options: DirectoryOptions;
  readonly #gitops: Known;
  readonly #known = shortMemory<UnclearClaims>();

  constructor(
    options: Omit<DirectoryOptions, 'locator'> & {
      gitops: Known;
    },
  ) {
    this.#gitops = options.gitops;
    this.#options = { ...options, locator: options.gitops.locator };
  }

  read(): Promise<UnclearClaims> {
    return memoize(this.#known, 'all', () => this.#find());
  }

  async #find(): Promise<UnclearClaims> {
    const applications = [...this.#gitops.inventory.all()].map(
      ({ application }) => application,
    );
    const directory = await readDirectory(applications, this.#options);
    const service: UnclearClaim[] = [];
    const environment: UnclearClaim[] = [];
    const colliding: UnclearClaim[] = [];
    for await (const some of slices(applications))
      for (const application of some) {
        const { ownership, claiming } = directory.claimsOf(application);
        const claim = {
          application,
          environment: this.#gitops.environmentOf(application),
          owners: ownership.owners,
          claimedBy: refsBesides(ownership.owners, claiming),
        };
        if (ownership.owners.length === 0)
          service.push({ ...claim, code: this.#whyUnclaimed(application) });
        if (!claim.environment && !isPreview(application))
          environment.push({ ...claim, code: 'noEnvironment' });
        const collision = collisionOf(ownership, claim.claimedBy);
        if (collision) colliding.push({ ...claim, code: collision });
      }
    return { service, environment, colliding };
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
