import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { gitopsFreezeEndPermission } from 'backstage-plugin-gitops-common';
import pLimit from 'p-limit';
import type { Environments } from '../environments/Environments';
import {
  environmentsIn,
  isEverything,
  StoredFreeze,
} from '../promotions/freezes/StoredFreeze';
import type { Access } from './Access';
import { FreezeRights, isMaker } from './FreezeRights';
import { mayHoldIn } from './mayHoldIn';
import type { Policy } from './Policy';
import type { ServiceAccess } from './ServiceAccess';

/** As much of a freeze as a caller may see. */
export interface ShownFreeze {
  readonly freeze: StoredFreeze;
  /** Whether the caller has the right to end all of it */
  readonly mayEnd: boolean;
}

/** A service of a freeze, as the caller sees it. */
type Found = ServiceAccess | 'hidden' | 'gone';

/** Services that are looked up at once. */
const SERVICES_AT_ONCE = 16;

export interface ShownFreezesOptions {
  access: Access;
  rights: Pick<FreezeRights, 'mayAlways'>;
  policy: Pick<Policy, 'reading'>;
  environments: Pick<Environments, 'all'>;
}

/**
 * Shows freezes that concern what a caller may see, without the names of what they may not; and to
 * who made it, all of it.
 */
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
    const known = new Map<string, Promise<Found>>();
    const limit = pLimit(SERVICES_AT_ONCE);
    const find = (ref: string) => {
      const found = known.get(ref) ?? limit(() => this.#find(ref, credentials));
      known.set(ref, found);
      return found;
    };
    const shown = await Promise.all(
      freezes.map(async freeze => {
        // Who made it wrote all of it
        if (isMaker(freeze, credentials)) return [{ freeze, mayEnd: true }];
        const names = environmentsIn(freeze, environments.all());
        if (isEverything(freeze.services)) {
          const visible = names.filter(name =>
            service ? service.sees(name) : mayHoldIn(deployments, name),
          );
          return partOf(freeze, freeze.services, visible, mayEndAll);
        }
        const found = await Promise.all(freeze.services.map(find));
        const services = found.filter(
          (one): one is ServiceAccess => typeof one !== 'string',
        );
        const seen = services.filter(one => names.some(name => one.sees(name)));
        // Who may end every freeze has to see one of which nothing is left
        const gone = mayEndAll
          ? freeze.services.filter((_, index) => found[index] === 'gone')
          : [];
        const isWhole =
          seen.length === services.length && !found.includes('hidden');
        return partOf(
          freeze,
          [...seen.map(one => one.service), ...gone],
          gone.length > 0
            ? names
            : names.filter(name => seen.some(one => one.sees(name))),
          mayEndAll ||
            (isWhole && (await this.#mayEnd(seen, names, credentials))),
        );
      }),
    );
    return shown.flat();
  }

  /** What is gone is skipped; where nothing is left, the rules apply to nothing. */
  async #mayEnd(
    services: readonly ServiceAccess[],
    names: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const { access, environments } = this.#options;
    const present = environments
      .all()
      .map(({ name }) => name)
      .filter(name => names.includes(name));
    if (services.length === 0 || present.length === 0) return false;
    const rights = await Promise.all(
      services.map(one => access.rights(one, credentials)),
    );
    return rights.every(({ may }) =>
      present.every(name => may(gitopsFreezeEndPermission, name)),
    );
  }

  async #find(ref: string, credentials: BackstageCredentials): Promise<Found> {
    const { access } = this.#options;
    try {
      return await access.service(ref, credentials);
    } catch (error) {
      if (!isError(error)) throw error;
      if (!['NotFoundError', 'NotAllowedError'].includes(error.name))
        throw error;
      return (await access.entity(ref)) ? 'hidden' : 'gone';
    }
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
