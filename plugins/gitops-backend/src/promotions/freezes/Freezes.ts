import { randomUUID } from 'node:crypto';
import { InputError } from '@backstage/errors';
import type { Work } from '../store/Work';
import type { Person } from '../StoredPromotion';
import type { FreezeStore } from './FreezeStore';
import {
  FreezeScope,
  isEverything,
  isOver,
  StoredFreeze,
} from './StoredFreeze';

/** What somebody asks for. */
export interface FreezeRequest extends FreezeScope {
  readonly reason: string;
  readonly from?: string;
  readonly until?: string;
  readonly timeZone?: string;
}

export interface FreezesOptions {
  store: FreezeStore;
  work: Pick<Work, 'hastenPullRequests'>;
  /** Something is due */
  wake(): void;
  /** Called when transitions of a service have changed */
  onChange(service: string): void;
  /** Called when those of every service have */
  onChangeOfAll(): void;
  now(): number;
}

/** What people do with freezes. Whether they may is asked before. */
export class Freezes {
  readonly #options: FreezesOptions;

  constructor(options: FreezesOptions) {
    this.#options = options;
  }

  /**
   * Freezes, or finds the freeze where the same was asked for before.
   *
   * @throws InputError where it would be over before it begins
   */
  async create(
    request: FreezeRequest,
    by: Person,
  ): Promise<{ freeze: StoredFreeze; made: boolean }> {
    const now = this.#options.now();
    const startsAtOnce = !request.from || Date.parse(request.from) <= now;
    const from = new Date(
      startsAtOnce ? now : Date.parse(request.from!),
    ).toISOString();
    const until = request.until && new Date(request.until).toISOString();
    if (until !== undefined && until <= from)
      throw new InputError(
        `The freeze would end before it begins: until is ${until}, and it begins ${
          startsAtOnce ? 'now' : from
        }`,
      );
    const answer = await this.#options.store.create(
      {
        id: randomUUID(),
        services: [...new Set(request.services)],
        environments: [...new Set(request.environments)],
        reason: request.reason,
        from,
        until,
        timeZone: request.timeZone ?? 'UTC',
        createdBy: by,
        createdAt: new Date(now).toISOString(),
      },
      { startsAtOnce },
    );
    await this.#notify(answer.freeze);
    return answer;
  }

  /** Ends it now. One that is over stays as it is. */
  async end(freeze: StoredFreeze, by: Person): Promise<StoredFreeze> {
    const { store, now } = this.#options;
    if (!isOver(freeze, now()))
      await store.end(freeze.id, by, new Date(now()).toISOString());
    await this.#notify(freeze);
    return (await store.find(freeze.id)) ?? freeze;
  }

  /**
   * Open pull requests are looked at now, so that their commit statuses follow; pages read again.
   */
  async #notify(freeze: StoredFreeze): Promise<void> {
    const { work, wake, onChange, onChangeOfAll } = this.#options;
    const hastened = await work.hastenPullRequests({
      services: namesIn(freeze.services),
      environments: namesIn(freeze.environments),
    });
    if (hastened > 0) wake();
    if (isEverything(freeze.services)) onChangeOfAll();
    else freeze.services.forEach(service => onChange(service));
  }
}

/** Undefined stands for all. */
function namesIn(names: readonly string[]): readonly string[] | undefined {
  return isEverything(names) ? undefined : names;
}
