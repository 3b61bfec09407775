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
export interface FreezeAsk extends FreezeScope {
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
  /** Told that transitions of a service are others than before */
  onChange(service: string): void;
  /** Told that those of every service are */
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
    ask: FreezeAsk,
    by: Person,
  ): Promise<{ freeze: StoredFreeze; made: boolean }> {
    const now = this.#options.now();
    const startsAtOnce = !ask.from || Date.parse(ask.from) <= now;
    const from = new Date(
      startsAtOnce ? now : Date.parse(ask.from!),
    ).toISOString();
    const until = ask.until && new Date(ask.until).toISOString();
    if (until !== undefined && until <= from)
      throw new InputError(
        `The freeze would end before it begins: until is ${until}, and it begins ${
          startsAtOnce ? 'now' : from
        }`,
      );
    const answer = await this.#options.store.create(
      {
        id: randomUUID(),
        services: [...new Set(ask.services)],
        environments: [...new Set(ask.environments)],
        reason: ask.reason,
        from,
        until,
        timeZone: ask.timeZone ?? 'UTC',
        createdBy: by,
        createdAt: new Date(now).toISOString(),
      },
      { startsAtOnce },
    );
    await this.#tell(answer.freeze);
    return answer;
  }

  /** Ends it now. One that is over stays as it is. */
  async end(freeze: StoredFreeze, by: Person): Promise<StoredFreeze> {
    const { store, now } = this.#options;
    if (!isOver(freeze, now()))
      await store.end(freeze.id, by, new Date(now()).toISOString());
    await this.#tell(freeze);
    return (await store.find(freeze.id)) ?? freeze;
  }

  /** Open pull requests are looked at now, so that their commit statuses follow; pages read again. */
  async #tell(freeze: StoredFreeze): Promise<void> {
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

/** Undefined for every one. */
function namesIn(names: readonly string[]): readonly string[] | undefined {
  return isEverything(names) ? undefined : names;
}
