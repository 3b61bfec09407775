import { Application } from './Application';

export interface ApplicationEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  application: Application;
}

/** What one replica of argocd-server knows of the Applications. */
export interface Informer {
  /** Grows with every change; a list's `metadata.resourceVersion` */
  readonly resourceVersion: string;
  get(name: string, namespace?: string): Application | undefined;
  /** In the order of their names */
  all(): readonly Application[];
  onEvent(listener: (event: ApplicationEvent) => void): () => void;
}

/**
 * Every Application of one instance, in the order of their names. Applications are replaced, never
 * changed in place: what was computed from one (its masked JSON) may be kept as long as the object
 * lives.
 */
export class ApplicationStore implements Informer {
  readonly #applications = new Map<string, Application>();
  readonly #listeners = new Set<(event: ApplicationEvent) => void>();
  #version = 5000;
  #sorted: Application[] | undefined;

  get resourceVersion(): string {
    return String(this.#version);
  }

  get size(): number {
    return this.#applications.size;
  }

  nextVersion(): string {
    this.#version++;
    return String(this.#version);
  }

  get(name: string, namespace = 'argocd'): Application | undefined {
    return this.#applications.get(`${namespace}/${name}`);
  }

  all(): readonly Application[] {
    this.#sorted ??= [...this.#applications.values()].sort(byName);
    return this.#sorted;
  }

  /**
   * Puts an Application in place of what has its name, under a new resourceVersion, and tells
   * listeners.
   */
  put(application: Application): Application {
    const key = storeKey(application);
    const before = this.#applications.get(key);
    const next: Application = {
      ...application,
      metadata: {
        ...application.metadata,
        resourceVersion: this.nextVersion(),
        generation: (before?.metadata.generation ?? 0) + 1,
      },
    };
    this.#applications.set(key, next);
    if (this.#sorted && before)
      this.#sorted = replaced(this.#sorted, before, next);
    else this.#sorted = undefined;
    this.#tell({ type: before ? 'MODIFIED' : 'ADDED', application: next });
    return next;
  }

  /** @param options.silently tells no listener, as a restart that loses Applications */
  delete(
    name: string,
    namespace = 'argocd',
    options: { silently?: boolean } = {},
  ): void {
    const key = `${namespace}/${name}`;
    const application = this.#applications.get(key);
    if (!application) return;
    this.#applications.delete(key);
    this.#sorted = undefined;
    const resourceVersion = this.nextVersion();
    if (options.silently) return;
    const metadata = { ...application.metadata, resourceVersion };
    this.#tell({ type: 'DELETED', application: { ...application, metadata } });
  }

  onEvent(listener: (event: ApplicationEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(event: ApplicationEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** Puts `next` at the place of `before` in a sorted list. */
function replaced(
  sorted: Application[],
  before: Application,
  next: Application,
): Application[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (compareText(sorted[middle].metadata.name, before.metadata.name) < 0)
      low = middle + 1;
    else high = middle;
  }
  while (low < sorted.length && sorted[low] !== before) low++;
  if (low < sorted.length) sorted[low] = next;
  return sorted;
}

export function storeKey({ metadata }: Application): string {
  return `${metadata.namespace}/${metadata.name}`;
}

export function byName(a: Application, b: Application): number {
  return compareText(a.metadata.name, b.metadata.name);
}

/** Byte order, as Argo CD sorts. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
