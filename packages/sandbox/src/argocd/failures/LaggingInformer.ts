import { Clock } from '../../Clock';
import { Application } from '../Application';
import {
  ApplicationEvent,
  byName,
  Informer,
  storeKey,
} from '../ApplicationStore';

/** What a replica of argocd-server knows whose informer learns of every change some time late. */
export class LaggingInformer implements Informer {
  readonly #applications: Map<string, Application>;
  readonly #listeners = new Set<(event: ApplicationEvent) => void>();
  readonly #unheard: ApplicationEvent[] = [];
  readonly #unfollow: () => void;
  #version: string;
  #isCurrent = false;

  constructor(source: Informer, options: { lagMs: number; clock: Clock }) {
    this.#version = source.resourceVersion;
    this.#applications = new Map(source.all().map(one => [storeKey(one), one]));
    this.#unfollow = source.onEvent(event => {
      this.#unheard.push(event);
      if (this.#isCurrent) this.#hear();
      else options.clock.after(options.lagMs, () => this.#hear());
    });
  }

  get resourceVersion(): string {
    return this.#version;
  }

  get(name: string, namespace = 'argocd'): Application | undefined {
    return this.#applications.get(`${namespace}/${name}`);
  }

  all(): readonly Application[] {
    return [...this.#applications.values()].sort(byName);
  }

  onEvent(listener: (event: ApplicationEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      this.#stopIfUnused();
    };
  }

  /**
   * Learns at once of what it has not heard yet. Streams that follow it are current from now on.
   */
  catchUp(): void {
    this.#isCurrent = true;
    while (this.#unheard.length > 0) this.#hear();
    this.#stopIfUnused();
  }

  #hear(): void {
    const event = this.#unheard.shift();
    if (!event) return;
    const { type, application } = event;
    this.#version = application.metadata.resourceVersion;
    if (type === 'DELETED') this.#applications.delete(storeKey(application));
    else this.#applications.set(storeKey(application), application);
    for (const listener of this.#listeners) listener(event);
  }

  #stopIfUnused(): void {
    if (this.#isCurrent && this.#listeners.size === 0) this.#unfollow();
  }
}
