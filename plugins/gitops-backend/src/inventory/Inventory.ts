import {
  Application,
  applicationKey,
  isSameApplication,
} from '../argocd/Application';

/** One Application that came, changed or went. */
export interface Change {
  readonly previous?: Application;
  readonly current?: Application;
}

export type ChangeListener = (changes: readonly Change[]) => void;

/** Every Application of every instance, with indexes by its name and by the value of the label that names its service. */
export class Inventory {
  readonly #serviceLabel: string;
  readonly #byKey = new Map<string, Application>();
  readonly #byService = new Map<string, Set<string>>();
  readonly #byName = new Map<string, Set<string>>();
  readonly #byInstance = new Map<string, Set<string>>();
  readonly #listeners = new Set<ChangeListener>();

  constructor(options: { serviceLabel: string }) {
    this.#serviceLabel = options.serviceLabel;
  }

  get(key: string): Application | undefined {
    return this.#byKey.get(key);
  }

  all(): IterableIterator<Application> {
    return this.#byKey.values();
  }

  ofService(service: string): Application[] {
    return this.#resolve(this.#byService.get(service));
  }

  named(name: string): Application[] {
    return this.#resolve(this.#byName.get(name));
  }

  ofInstance(instance: string): Application[] {
    return this.#resolve(this.#byInstance.get(instance));
  }

  count(instance: string): number {
    return this.#byInstance.get(instance)?.size ?? 0;
  }

  /**
   * Takes a list of one instance: what it lacks is gone. Applications in `untouched` are left as they are: they were heard of while the list was read, or are not believed to be gone.
   */
  replace(
    instance: string,
    applications: readonly Application[],
    untouched: ReadonlySet<string> = new Set(),
  ): readonly Change[] {
    const listed = new Set(applications.map(applicationKey));
    const gone = this.ofInstance(instance)
      .map(applicationKey)
      .filter(key => !listed.has(key) && !untouched.has(key));
    const present = applications.filter(
      application => !untouched.has(applicationKey(application)),
    );
    return this.#emit([
      ...gone.flatMap(key => this.#delete(key)),
      ...present.flatMap(one =>
        this.#set(withKnownRevision(one, this.get(applicationKey(one)))),
      ),
    ]);
  }

  /** Takes what a stream told, in its order. */
  apply(
    events: readonly {
      type: 'ADDED' | 'MODIFIED' | 'DELETED';
      application: Application;
    }[],
  ): readonly Change[] {
    return this.#emit(
      events.flatMap(({ type, application }) =>
        type === 'DELETED'
          ? this.#delete(applicationKey(application))
          : this.#set(application),
      ),
    );
  }

  /** Returns what ends the subscription. Listeners hear of real changes only. */
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #set(current: Application): Change[] {
    const key = applicationKey(current);
    const previous = this.#byKey.get(key);
    if (previous && isSameApplication(previous, current)) return [];
    if (previous) this.#unindex(key, previous);
    this.#byKey.set(key, current);
    for (const [index, value] of this.#indexed(current)) {
      const keys = index.get(value);
      if (keys) keys.add(key);
      else index.set(value, new Set([key]));
    }
    return [{ previous, current }];
  }

  #delete(key: string): Change[] {
    const previous = this.#byKey.get(key);
    if (!previous) return [];
    this.#unindex(key, previous);
    this.#byKey.delete(key);
    return [{ previous }];
  }

  #unindex(key: string, application: Application): void {
    for (const [index, value] of this.#indexed(application)) {
      const keys = index.get(value);
      keys?.delete(key);
      if (keys?.size === 0) index.delete(value);
    }
  }

  #indexed(application: Application): [Map<string, Set<string>>, string][] {
    const service = application.labels[this.#serviceLabel];
    return [
      [this.#byName, application.name],
      [this.#byInstance, application.instance],
      ...(service === undefined
        ? []
        : [[this.#byService, service] as [Map<string, Set<string>>, string]]),
    ];
  }

  #resolve(keys: Set<string> | undefined): Application[] {
    return [...(keys ?? [])].flatMap(key => this.#byKey.get(key) ?? []);
  }

  #emit(changes: Change[]): readonly Change[] {
    if (changes.length > 0)
      for (const listener of this.#listeners) listener(changes);
    return changes;
  }
}

/** Argo CD before 3.5 lists no revision: what the stream told of it holds as long as nothing else changed. */
function withKnownRevision(
  listed: Application,
  known: Application | undefined,
): Application {
  if (listed.revision || !known?.revision) return listed;
  const completed = { ...listed, revision: known.revision };
  return isSameApplication(completed, known) ? known : listed;
}
