import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  type EnvironmentDeployment,
  type EnvironmentDifference,
  gitopsChangesReadPermission,
  type RenderedDifference,
  type VersionChanges,
} from 'backstage-plugin-gitops-common';
import type { ChangesReader } from '../changes/ChangesReader';
import type { Versions } from '../changes/versionChanges';
import type { EnvironmentDifferences } from '../changes/EnvironmentDifferences';
import type { RenderedDifferences } from '../changes/RenderedDifferences';
import type { Gitops } from '../Gitops';
import type { Access } from './Access';
import { builtIn } from './builtIn';
import type { HistoryCalls } from './HistoryCalls';
import type { ServiceAccess } from './ServiceAccess';
import { visibleDeployments } from './visibleDeployments';

/** Names of two environments. */
interface Between {
  readonly from: string;
  readonly to: string;
}

export interface ChangesCallsOptions {
  access: Pick<Access, 'service' | 'rights'>;
  gitops: Pick<Gitops, 'environments' | 'inventory'>;
  history: Pick<HistoryCalls, 'versions'>;
  changes: Pick<ChangesReader, 'read'>;
  differences: Pick<EnvironmentDifferences, 'between'>;
  rendered: Pick<RenderedDifferences, 'between'>;
}

/** The commits of versions and the differences of environments that a caller may see. */
export class ChangesCalls {
  readonly #options: ChangesCallsOptions;

  constructor(options: ChangesCallsOptions) {
    this.#options = options;
  }

  /** @throws NotFoundError, NotAllowedError */
  async between(
    service: string,
    { environment, ...versions }: Versions & { environment: string },
    credentials: BackstageCredentials,
  ): Promise<VersionChanges> {
    const { changes, gitops } = this.#options;
    const seen = await this.#seen(service, [environment], credentials);
    await this.#refuseUnknown(seen, versions, credentials);
    return changes.read(
      seen.entity,
      { from: versions.from, to: versions.to },
      builtIn(seen, gitops),
    );
  }

  /** @throws NotFoundError, NotAllowedError */
  async difference(
    service: string,
    environments: Between,
    credentials: BackstageCredentials,
  ): Promise<EnvironmentDifference> {
    const [from, to] = await this.#sides(service, environments, credentials);
    return this.#options.differences.between(from, to);
  }

  /** @throws NotFoundError, NotAllowedError */
  async renderedDifference(
    service: string,
    environments: Between,
    credentials: BackstageCredentials,
  ): Promise<RenderedDifference> {
    const [from, to] = await this.#sides(service, environments, credentials);
    return this.#options.rendered.between(from, to);
  }

  async #sides(
    service: string,
    { from, to }: Between,
    credentials: BackstageCredentials,
  ): Promise<EnvironmentDeployment[]> {
    const seen = await this.#seen(service, [from, to], credentials);
    const { environments } = visibleDeployments(seen, this.#options.gitops);
    return [from, to].map(name => {
      const found = environments.find(each => each.environment === name);
      if (!found) throw nothingIn(seen.service, name);
      return found;
    });
  }

  async #seen(
    service: string,
    environments: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<ServiceAccess> {
    const { access } = this.#options;
    const seen = await access.service(service, credentials);
    const rights = await access.rights(seen, credentials);
    for (const environment of environments) {
      if (!seen.sees(environment)) throw nothingIn(seen.service, environment);
      rights.demand(gitopsChangesReadPermission, environment);
    }
    return seen;
  }

  /** Tags of the repository that no version of the service has are not to be tried out. */
  async #refuseUnknown(
    seen: ServiceAccess,
    { from, to }: Versions,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { gitops, history } = this.#options;
    const { service } = seen;
    const { environments } = visibleDeployments(seen, gitops);
    const known = new Set(
      environments.flatMap(({ versions, applications }) => [
        ...versions,
        ...applications.flatMap(({ wanted }) => wanted ?? []),
      ]),
    );
    const missing = () => [from, to].find(version => !known.has(version));
    if (missing() === undefined) return;
    const seenVersions = await history.versions({ service }, credentials);
    for (const { version } of seenVersions.items) known.add(version);
    const unknown = missing();
    if (unknown !== undefined)
      throw new NotFoundError(
        `${service} never had ${unknown} where you may see it`,
      );
  }
}

function nothingIn(service: string, environment: string): NotFoundError {
  return new NotFoundError(
    `${service} has nothing in ${environment} that you may see`,
  );
}
