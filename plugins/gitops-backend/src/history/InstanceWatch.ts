import type { Gap } from './VersionRun';

/**
 * A stream that is opened anew, or a backend that starts again, within this time misses nothing.
 */
export const GAP_MS = 3 * 60_000;

/** When instances were watched: from it follows what may have been missed. */
export class InstanceWatch {
  readonly #until: Map<string, number>;
  readonly #gaps = new Map<string, Gap>();

  /** @param until - when they were last watched before this process began, by instance */
  constructor(until: ReadonlyMap<string, string>) {
    this.#until = new Map(
      [...until].map(([instance, time]) => [instance, Date.parse(time)]),
    );
  }

  /** The last time in which nobody watched an instance; it may last until now. */
  gapOf(instance: string, now: number): Gap | undefined {
    const until = this.#until.get(instance);
    return until !== undefined && now - until > GAP_MS
      ? { from: iso(until), to: iso(now) }
      : this.#gaps.get(instance);
  }

  /** They are watched now. */
  note(instances: readonly string[], now: number): void {
    for (const instance of instances) {
      const gap = this.gapOf(instance, now);
      if (gap) this.#gaps.set(instance, gap);
      this.#until.set(instance, now);
    }
  }
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
