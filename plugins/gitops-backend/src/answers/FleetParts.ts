import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { Application, applicationKey } from '../argocd/Application';
import type { Gitops } from '../Gitops';
import type { Directory } from '../ownership/Directory';
import { statusOf } from './fleetCell';
import type { FleetHistory } from './FleetHistory';
import type { FleetPart } from './fleetRow';

/** A service with the Applications that it owns, by their keys. */
interface OwningService {
  readonly entity: Entity;
  readonly parts: Map<string, FleetPart>;
}

interface FleetPartsOptions {
  gitops: Pick<
    Gitops,
    'inventory' | 'locator' | 'environmentOf' | 'deploymentOf'
  >;
  history: Pick<FleetHistory, 'of' | 'ranBefore'>;
}

/** The Applications of each service, as each was judged when it changed last. */
export class FleetParts {
  readonly #options: FleetPartsOptions;
  readonly #owners = new Map<string, readonly Entity[]>();
  readonly #services = new Map<string, OwningService>();
  readonly #uncovered = new Set<string>();

  constructor(options: FleetPartsOptions) {
    this.#options = options;
  }

  /** Keys of the Applications whose label the directory was not read for. */
  get uncovered(): ReadonlySet<string> {
    return this.#uncovered;
  }

  /** Undefined where the service owns none. */
  of(service: string): { entity: Entity; parts: FleetPart[] } | undefined {
    const { entity, parts } = this.#services.get(service) ?? {};
    if (!entity || !parts) return undefined;
    const inOrder = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
    return { entity, parts: inOrder.map(([, part]) => part) };
  }

  /** Judges an Application anew. @returns references of its owners, before and now */
  replace(key: string, directory: Directory): Set<string> {
    const application = this.#options.gitops.inventory.get(key)?.application;
    const isUncovered = application && !directory.covers(application);
    if (isUncovered) this.#uncovered.add(key);
    else this.#uncovered.delete(key);
    // Who owns it is not known before the catalog was asked for what its label names
    const part =
      application && !isUncovered && this.#partOf(application, directory);
    const before = (this.#owners.get(key) ?? []).map(stringifyEntityRef);
    for (const service of before) this.#remove(key, service);
    if (!part) {
      this.#owners.delete(key);
      return new Set(before);
    }
    this.#owners.set(key, part.owners);
    for (const entity of part.owners) {
      const service = stringifyEntityRef(entity);
      const parts = this.#services.get(service)?.parts ?? new Map();
      this.#services.set(service, { entity, parts: parts.set(key, part) });
    }
    return new Set([...before, ...part.owners.map(stringifyEntityRef)]);
  }

  #remove(key: string, service: string): void {
    const parts = this.#services.get(service)?.parts;
    parts?.delete(key);
    if (parts?.size === 0) this.#services.delete(service);
  }

  /** Undefined where it fits no environment, or nobody owns it. */
  #partOf(application: Application, directory: Directory) {
    const { gitops, history } = this.#options;
    const environment = gitops.environmentOf(application);
    const { owners } = directory.claimsOf(application).ownership;
    if (!environment || owners.length === 0) return undefined;
    const key = applicationKey(application);
    const label = application.labels[gitops.locator.serviceLabel];
    return {
      application: key,
      label,
      environment,
      project: application.project,
      owners,
      status: statusOf(gitops.deploymentOf(application)),
      seen: history.of(key),
      ranBefore: history.ranBefore(key, { service: label, environment }),
    };
  }
}
