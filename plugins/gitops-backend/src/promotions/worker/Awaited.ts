import type { Records } from '../store/Records';

/** How often it is read from the database at most which promotions wait. */
const REFRESH_MS = 5_000;

interface Address {
  instance: string;
  namespace: string;
  name: string;
}

/** Which promotions wait for which Applications, as of some seconds ago. */
export class Awaited {
  readonly #records: Pick<Records, 'beingDeployed'>;
  #ids: ReadonlyMap<string, readonly string[]> = new Map();
  #readAt = -Infinity;

  constructor(records: Pick<Records, 'beingDeployed'>) {
    this.#records = records;
  }

  /** Ids of the promotions that wait for one of the Applications. */
  by(applications: readonly Address[]): string[] {
    if (this.#ids.size === 0) return [];
    const ids = applications.flatMap(one => this.#ids.get(keyOf(one)) ?? []);
    return [...new Set(ids)];
  }

  async refresh(now: number): Promise<void> {
    if (now - this.#readAt < REFRESH_MS) return;
    this.#readAt = now;
    const ids = new Map<string, string[]>();
    for (const { id, targets } of await this.#records.beingDeployed())
      for (const target of targets) {
        const key = keyOf(target);
        ids.set(key, [...(ids.get(key) ?? []), id]);
      }
    this.#ids = ids;
  }
}

function keyOf({ instance, namespace, name }: Address): string {
  return `${instance}/${namespace}/${name}`;
}
