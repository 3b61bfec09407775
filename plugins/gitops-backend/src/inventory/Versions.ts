import type { Clock } from './Clock';

/**
 * Lists are older than one before for seconds while a replica of argocd-server lags. For so long
 * they are only where the cluster was restored from a backup: then its versions begin anew.
 */
const BELIEVED_AFTER_MS = 60_000;

/**
 * Which of two things that Argo CD says is the newer one. Every replica of argocd-server answers
 * from a cache of its own, and one may lag behind the others by any time.
 *
 * The version of a list is at least that of anything in it: Argo CD reads it last. So a list is
 * older than an event whose version is larger. The reverse is not certain, and an event is never
 * called older than a list.
 */
export class Versions {
  readonly #clock: Pick<Clock, 'now'>;
  /** Of the last list that was taken */
  #listed?: number;
  /** Since when lists have been older than that one */
  #olderSince?: number;
  /** Of the last event of each Application, as long as it is larger than that of the last list */
  readonly #heard = new Map<string, number>();

  constructor(options: { clock: Pick<Clock, 'now'> }) {
    this.#clock = options.clock;
  }

  /** Whether the last list was older than one that was taken before it. */
  get isBehind(): boolean {
    return this.#olderSince !== undefined;
  }

  /** Of the last list that was taken; undefined where there is none. */
  get listed(): number | undefined {
    return this.#listed;
  }

  /** Whether to take a list: not if it is older than one before. */
  takes(list: number | undefined): boolean {
    if (list === undefined || list >= (this.#listed ?? 0)) {
      this.#olderSince = undefined;
      return true;
    }
    const now = this.#clock.now();
    this.#olderSince ??= now;
    if (now - this.#olderSince < BELIEVED_AFTER_MS) return false;
    this.#olderSince = undefined;
    this.#heard.clear();
    return true;
  }

  /** Takes the version of an event. @returns false where an event before it was newer */
  hears(key: string, event: number | undefined): boolean {
    if (event === undefined) return true;
    if (event < (this.#heard.get(key) ?? 0)) return false;
    this.#heard.set(key, event);
    return true;
  }

  /** Whether an event has said something of an Application that is newer than a list. */
  knowsNewer(key: string, list: number | undefined): boolean {
    return list !== undefined && (this.#heard.get(key) ?? 0) > list;
  }

  /** A list has been taken as a whole. */
  taken(list: number | undefined): void {
    if (list === undefined) return;
    this.#listed = list;
    for (const [key, event] of this.#heard)
      if (event <= list) this.#heard.delete(key);
  }
}
