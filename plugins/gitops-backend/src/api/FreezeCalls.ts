import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  Freeze,
  FreezeAnswer,
  FreezeRequest,
  Freezes as FreezesAnswer,
  gitopsFreezeCreatePermission,
} from 'backstage-plugin-gitops-common';
import type { Environments } from '../environments/Environments';
import type { PromotionSettings } from '../environments/PromotionSettings';
import type { Freezes } from '../promotions/freezes/Freezes';
import type { FreezeStore } from '../promotions/freezes/FreezeStore';
import {
  coversService,
  isEverything,
  isOver,
  StoredFreeze,
} from '../promotions/freezes/StoredFreeze';
import type { Access } from './Access';
import { audited } from './audited';
import type { FreezeRights } from './FreezeRights';
import { fromDatabase } from './fromDatabase';
import { personOf } from './promotions/personOf';
import type { ServiceAccess } from './ServiceAccess';
import type { ShownFreeze, ShownFreezes } from './ShownFreezes';

/** Freezes that are over: so many are answered, and looked at together, and so many in all. */
const MAX_LISTED = 50;
const MAX_LOOKED_AT = 10 * MAX_LISTED;

export interface FreezeCallsOptions {
  access: Access;
  rights: FreezeRights;
  shown: ShownFreezes;
  freezes: Pick<Freezes, 'create' | 'end'>;
  store: Pick<FreezeStore, 'present' | 'over' | 'find'>;
  environments: Pick<Environments, 'all'>;
  settingsOf(environment: string): PromotionSettings | undefined;
  auditor: AuditorService;
  now(): number;
}

/** All that callers do with freezes, under their rights. */
export class FreezeCalls {
  readonly #options: FreezeCallsOptions;

  constructor(options: FreezeCallsOptions) {
    this.#options = options;
  }

  /** Those in force and to come, or those that are over; newest first. */
  async list(
    { service, ended = false }: { service?: string; ended?: boolean },
    credentials: BackstageCredentials,
  ): Promise<FreezesAnswer> {
    const { access, rights, shown, store, environments } = this.#options;
    if (service === undefined) await access.anything(credentials);
    const seen =
      service === undefined
        ? undefined
        : await access.service(service, credentials);
    const all = ended ? await store.over(MAX_LOOKED_AT) : await store.present();
    const concerned = seen
      ? all.filter(one => coversService(one, seen.service))
      : all;
    const [items, mayFreezeAll, mayFreezeSome] = await Promise.all([
      ended
        ? this.#firstOf(concerned, credentials, seen)
        : shown.of(concerned, credentials, seen),
      rights.mayAlways(gitopsFreezeCreatePermission, credentials),
      rights.maySometimes(gitopsFreezeCreatePermission, credentials),
    ]);
    const everywhere = mayFreezeAll ? environments.all() : [];
    const mayFreeze = seen
      ? await rights.environmentsToFreeze(seen, credentials)
      : everywhere.map(({ name }) => name);
    return {
      items: items.map(one => this.#present(one)),
      mayFreeze: mayFreeze.filter(name => !this.#isAutomatic(name)),
      mayFreezeAll,
      mayFreezeSome,
    };
  }

  /** Those of one service in force and to come. */
  async ofService(
    seen: ServiceAccess,
    credentials: BackstageCredentials,
  ): Promise<Freeze[]> {
    const { shown, store } = this.#options;
    const all = await fromDatabase(store.present());
    const relevant = all.filter(one => coversService(one, seen.service));
    const items = await shown.of(relevant, credentials, seen);
    return items.map(one => this.#present(one));
  }

  /** The first that the caller may see: of many, no more are looked at than that takes. */
  async #firstOf(
    all: readonly StoredFreeze[],
    credentials: BackstageCredentials,
    seen: ServiceAccess | undefined,
  ): Promise<ShownFreeze[]> {
    const found: ShownFreeze[] = [];
    for (let at = 0; at < all.length; at += MAX_LISTED) {
      const some = all.slice(at, at + MAX_LISTED);
      found.push(...(await this.#options.shown.of(some, credentials, seen)));
      if (found.length >= MAX_LISTED) break;
    }
    return found.slice(0, MAX_LISTED);
  }

  async create(
    request: FreezeRequest,
    credentials: BackstageCredentials,
  ): Promise<FreezeAnswer> {
    const { access, rights, freezes, auditor } = this.#options;
    return audited(
      auditor,
      {
        eventId: 'freeze-create',
        meta: request,
        known: ({ freeze }: FreezeAnswer) => ({ id: freeze.id }),
      },
      credentials,
      async () => {
        this.#refuseUnknown(request.environments);
        const { freeze, made } = await freezes.create(
          await rights.create(request, credentials),
          await personOf(access, credentials),
        );
        return { freeze: await this.#one(freeze.id, credentials), made };
      },
    );
  }

  /** Ends it now; one that is over stays as it is. */
  async end(id: string, credentials: BackstageCredentials): Promise<Freeze> {
    const { access, rights, freezes, store, auditor } = this.#options;
    return audited(
      auditor,
      { eventId: 'freeze-end', meta: { id } },
      credentials,
      async () => {
        await this.#one(id, credentials);
        const freeze = await store.find(id);
        if (!freeze) throw missing(id);
        await rights.end(freeze, credentials);
        await freezes.end(freeze, await personOf(access, credentials));
        return this.#one(id, credentials);
      },
    );
  }

  /** What may not be seen does not exist, for the caller. @throws NotFoundError */
  async #one(id: string, credentials: BackstageCredentials): Promise<Freeze> {
    const { store, shown } = this.#options;
    const freeze = await store.find(id);
    const [found] = freeze ? await shown.of([freeze], credentials) : [];
    if (!found) throw missing(id);
    return this.#present(found);
  }

  #present({ freeze, mayEnd }: ShownFreeze): Freeze {
    const { id, services, environments, reason, from, timeZone } = freeze;
    return {
      id,
      services: [...services],
      environments: [...environments],
      reason,
      from,
      until: freeze.until ?? null,
      timeZone,
      createdBy: freeze.createdBy,
      createdAt: freeze.createdAt,
      endedBy: freeze.endedBy ?? null,
      endedAt: freeze.endedAt ?? null,
      canEnd: mayEnd && !isOver(freeze, this.#options.now()),
    };
  }

  /** @throws InputError */
  #refuseUnknown(environments: readonly string[]): void {
    if (isEverything(environments)) return;
    const known = this.#options.environments.all().map(({ name }) => name);
    const unknown = environments.find(name => !known.includes(name));
    if (unknown !== undefined)
      throw new InputError(
        `There is no environment ${unknown}. There are: ${
          known.join(', ') || 'none'
        }`,
      );
    const automatic = environments.find(name => this.#isAutomatic(name));
    if (automatic !== undefined)
      throw new InputError(
        `A freeze does not stop Argo CD Image Updater, which moves versions to ${automatic}`,
      );
  }

  /** Whether versions arrive there by themselves, which no gate is asked about. */
  #isAutomatic(environment: string): boolean {
    return this.#options.settingsOf(environment)?.mode === 'imageUpdater';
  }
}

function missing(id: string): NotFoundError {
  return new NotFoundError(`There is no freeze ${id}, or you may not see it`);
}
