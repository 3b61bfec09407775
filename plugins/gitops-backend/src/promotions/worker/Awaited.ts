import type { StoredPromotion } from '../StoredPromotion';

/** Somebody else has followed it since then, or it has ended. */
const FORGOTTEN_MS = 10 * 60_000;

interface Address {
  instance: string;
  namespace: string;
  name: string;
}

/**
 * Which of the promotions that this replica has looked at wait for which Applications. What another
 * replica has looked at since, that one knows.
 */
export class Awaited {
  /** When each was looked at, by Application and id of the promotion */
  readonly #lookedAt = new Map<string, Map<string, number>>();

  /** It is being followed. */
  note(promotion: StoredPromotion, now: number): void {
    for (const target of promotion.targets) {
      const key = keyOf(target);
      const waiting = this.#lookedAt.get(key) ?? new Map();
      this.#lookedAt.set(key, waiting.set(promotion.id, now));
    }
  }

  /** It is no longer followed. */
  forget(promotion: StoredPromotion): void {
    for (const target of promotion.targets) this.#drop(target, promotion.id);
  }

  /** Ids of the promotions that wait for one of the Applications. */
  by(applications: readonly Address[], now: number): string[] {
    if (this.#lookedAt.size === 0) return [];
    const ids = new Set<string>();
    for (const application of applications)
      for (const [id, at] of this.#lookedAt.get(keyOf(application)) ?? [])
        if (now - at < FORGOTTEN_MS) ids.add(id);
        else this.#drop(application, id);
    return [...ids];
  }

  #drop(application: Address, id: string): void {
    const key = keyOf(application);
    const waiting = this.#lookedAt.get(key);
    waiting?.delete(id);
    if (waiting?.size === 0) this.#lookedAt.delete(key);
  }
}

function keyOf({ instance, namespace, name }: Address): string {
  return `${instance}/${namespace}/${name}`;
}
