import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { gitopsFreezeEndPermission } from 'backstage-plugin-gitops-common';
import type { Environments } from '../environments/Environments';
import {
  environmentsIn,
  isEverything,
  StoredFreeze,
} from '../promotions/freezes/StoredFreeze';
import type { Access } from './Access';
import type { FreezeRights } from './FreezeRights';
import { mayHoldIn } from './mayHoldIn';
import type { Policy } from './Policy';
import type { ServiceAccess } from './ServiceAccess';

/** As much of a freeze as a caller may see. */
export interface ShownFreeze {
  readonly freeze: StoredFreeze;
  /** Whether the caller has the right to end all of it */
  readonly mayEnd: boolean;
}

export interface ShownFreezesOptions {
  access: Access;
  rights: Pick<FreezeRights, 'mayAlways'>;
  policy: Pick<Policy, 'reading'>;
  environments: Pick<Environments, 'all'>;
}

/** Shows freezes that concern what a caller may see, without the names of what they may not. */
export class ShownFreezes {
  readonly #options: ShownFreezesOptions;

  constructor(options: ShownFreezesOptions) {
    this.#options = options;
  }

  /** @param service - that the freezes are asked for */
  async of(
    freezes: readonly StoredFreeze[],
    credentials: BackstageCredentials,
    service?: ServiceAccess,
  ): Promise<ShownFreeze[]> {
    if (freezes.length === 0) return [];
    const { policy, rights, environments } = this.#options;
    const [{ deployments }, mayEndAll] = await Promise.all([
      policy.reading(credentials),
      rights.mayAlways(gitopsFreezeEndPermission, credentials),
    ]);
    const known = new Map<string, Promise<ServiceAccess | undefined>>();
    const find = (ref: string) => {
      const found = known.get(ref) ?? this.#find(ref, credentials);
      known.set(ref, found);
      return found;
    };
    const shown = await Promise.all(
      freezes.map(async freeze => {
        const names = environmentsIn(freeze, environments.all());
        if (isEverything(freeze.services)) {
          const visible = names.filter(name =>
            service ? service.sees(name) : mayHoldIn(deployments, name),
          );
          return partOf(freeze, freeze.services, visible, mayEndAll);
        }
        const all = await Promise.all(freeze.services.map(find));
        const seen = all.filter(
          (one): one is ServiceAccess =>
            one !== undefined && names.some(name => one.sees(name)),
        );
        const mayEnd =
          mayEndAll ||
          (seen.length === all.length &&
            (await this.#mayEnd(seen, names, credentials)));
        return partOf(
          freeze,
          seen.map(one => one.service),
          names.filter(name => seen.some(one => one.sees(name))),
          mayEnd,
        );
      }),
    );
    return shown.flat();
  }

  async #mayEnd(
    services: readonly ServiceAccess[],
    environments: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const rights = await Promise.all(
      services.map(one => this.#options.access.rights(one, credentials)),
    );
    return rights.every(({ may }) =>
      environments.every(name => may(gitopsFreezeEndPermission, name)),
    );
  }

  /** What the caller may not see is not there; what fails is thrown. */
  #find(
    ref: string,
    credentials: BackstageCredentials,
  ): Promise<ServiceAccess | undefined> {
    return this.#options.access.service(ref, credentials).catch(error => {
      if (['NotFoundError', 'NotAllowedError'].includes(error?.name))
        return undefined;
      throw error;
    });
  }
}

/** Nothing where nothing of it may be seen. */
function partOf(
  freeze: StoredFreeze,
  services: readonly string[],
  environments: readonly string[],
  mayEnd: boolean,
): ShownFreeze[] {
  if (services.length === 0 || environments.length === 0) return [];
  const part = isEverything(freeze.environments)
    ? freeze.environments
    : environments;
  return [{ freeze: { ...freeze, services, environments: part }, mayEnd }];
}
