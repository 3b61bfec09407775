import type { FreezeStore } from './FreezeStore';
import { covers, coversService, Place, StoredFreeze } from './StoredFreeze';

/**
 * Freezes in force and to come, for gates. Which of them has begun is for the gate to judge: it has
 * its own moment.
 *
 * Every answer was read after it was asked for, so that a freeze holds at once, whichever replica
 * it was made on. One query is under way at a time: who asks meanwhile shares the next one.
 */
export class FreezesInForce {
  readonly #store: Pick<FreezeStore, 'present'>;
  #reading?: Promise<StoredFreeze[]>;
  #next?: Promise<StoredFreeze[]>;

  constructor(store: Pick<FreezeStore, 'present'>) {
    this.#store = store;
  }

  async of(place: Place): Promise<StoredFreeze[]> {
    return (await this.#read()).filter(one => covers(one, place));
  }

  /** Of a service in all environments. */
  async ofService(service: string): Promise<StoredFreeze[]> {
    return (await this.#read()).filter(one => coversService(one, service));
  }

  #read(): Promise<StoredFreeze[]> {
    if (!this.#reading) return this.#start();
    this.#next ??= this.#reading
      .catch(() => {})
      .then(() => {
        this.#next = undefined;
        return this.#start();
      });
    return this.#next;
  }

  #start(): Promise<StoredFreeze[]> {
    const reading = this.#store.present();
    this.#reading = reading;
    const end = () => {
      if (this.#reading === reading) this.#reading = undefined;
    };
    reading.then(end, end);
    return reading;
  }
}
