import type { ServiceDeployments } from 'backstage-plugin-gitops-common';
import { LRUCache } from 'lru-cache';
import type { Application } from '../argocd/Application';
import { turn } from '../argocd/turn';
import type { ServiceQuery } from '../environments/ServiceLocator';
import type { Clock } from '../inventory/Clock';
import type { Change } from '../inventory/Inventory';
import type { OpenPages } from './OpenPages';
import { tagged, TaggedAnswer } from './TaggedAnswer';

/** Services whose pages may be open: the last ones asked for. */
const MAX_SERVICES = 5_000;
/** Changes that come together are signalled together. */
const GATHER_MS = 40;
/** A service that changes all the time is signalled no more often than this. */
const MIN_INTERVAL_MS = 1_000;
/** All pages of an instance are not signalled at once. */
const INSTANCE_SPREAD_MS = 1_000;
/** Open pages read again every minute, or sooner. */
const WATCHED_MS = 90_000;
/** Time of the event loop that answers are made in before others have their turn. */
const SLICE_MS = 10;

interface LiveService {
  readonly query: ServiceQuery;
  answer?: TaggedAnswer;
  /** Tag of the answer that was signalled last, or read first: the same again is no news */
  knownTag?: string;
  /** A reader has seen a newer answer than that, so a change back must be signalled too */
  isSeenNewer?: boolean;
  signalledAt: number;
  readAt: number;
  /** Something of its own has changed since then, and not just the state of an instance */
  hasChanged: boolean;
}

export interface LiveServicesOptions {
  read(query: ServiceQuery): ServiceDeployments;
  /**
   * Told that the answer of a service has changed, and where many others have changed with it, in
   * which time their pages are to read again
   */
  signal(service: string, withinMs?: number): void;
  /** Told that somebody begins to look at a service */
  onWatch(query: ServiceQuery): void;
  pages: Pick<OpenPages, 'spreadMs'>;
  clock: Clock;
  serviceLabel: string;
  maxServices?: number;
  random?: () => number;
}

/**
 * The services that were read recently: holds their answers until something changes, and signals
 * when one has.
 */
export class LiveServices {
  readonly #options: LiveServicesOptions;
  readonly #services: LRUCache<string, LiveService>;
  readonly #byName = new Map<string, Set<LiveService>>();
  readonly #byService = new Map<string, Set<LiveService>>();
  readonly #bySelector = new Set<LiveService>();
  readonly #changed = new Set<LiveService>();
  readonly #due: LiveService[] = [];
  #isSignalling = false;
  #ended?: AbortSignal;

  constructor(options: LiveServicesOptions) {
    this.#options = options;
    this.#services = new LRUCache({
      max: options.maxServices ?? MAX_SERVICES,
      dispose: service => this.#unindex(service),
    });
  }

  /** Signals changes until aborted. */
  start(signal: AbortSignal): void {
    this.#ended = signal;
  }

  /** For somebody who looks at the service. */
  answer(query: ServiceQuery): TaggedAnswer {
    const service = this.#known(query) ?? this.#add(query);
    const wasWatched = this.#isRecent(service);
    service.readAt = this.#options.clock.now();
    service.answer ??= tagged(this.#options.read(query));
    service.knownTag ??= service.answer.etag;
    service.isSeenNewer ||= service.answer.etag !== service.knownTag;
    if (!wasWatched) this.#options.onWatch(query);
    return service.answer;
  }

  /** The same answer for work behind the pages, such as gates: nobody is taken to be looking. */
  current(query: ServiceQuery): TaggedAnswer {
    const service = this.#known(query);
    if (!service) return tagged(this.#options.read(query));
    service.answer ??= tagged(this.#options.read(query));
    return service.answer;
  }

  /** Whether somebody has the page of this Application's service open, as far as known. */
  isWatched(application: Application): boolean {
    return this.#of(application).some(service => this.#isRecent(service));
  }

  /** Takes what changed in the inventory. */
  take(changes: readonly Change[]): void {
    for (const { previous, current } of changes) {
      for (const entry of new Set([previous, current]))
        if (entry)
          for (const service of this.#of(entry.application)) {
            service.hasChanged = true;
            this.#mark(service);
          }
    }
  }

  /** Takes that an instance has another state, which all answers about it show. */
  takeInstance(instance: string): void {
    const { random = Math.random } = this.#options;
    for (const service of this.#services.values()) {
      if (service.query.instances.includes(instance))
        this.#mark(service, random() * INSTANCE_SPREAD_MS);
    }
  }

  #isRecent({ readAt }: LiveService): boolean {
    return this.#options.clock.now() - readAt < WATCHED_MS;
  }

  #known(query: ServiceQuery): LiveService | undefined {
    const known = this.#services.get(query.service);
    return known && isSameQuery(known.query, query) ? known : undefined;
  }

  #add(query: ServiceQuery): LiveService {
    const service: LiveService = {
      query,
      signalledAt: -Infinity,
      readAt: -Infinity,
      hasChanged: false,
    };
    this.#services.set(query.service, service);
    for (const index of this.#indexes(service)) index.add(service);
    return service;
  }

  #indexes({ query: { by } }: LiveService): Set<LiveService>[] {
    if ('name' in by) return [setAt(this.#byName, by.name)];
    if ('service' in by) return [setAt(this.#byService, by.service)];
    return [this.#bySelector];
  }

  #unindex(service: LiveService): void {
    for (const index of this.#indexes(service)) index.delete(service);
    const { by } = service.query;
    if ('name' in by && this.#byName.get(by.name)?.size === 0)
      this.#byName.delete(by.name);
    if ('service' in by && this.#byService.get(by.service)?.size === 0)
      this.#byService.delete(by.service);
  }

  #of(application: Application): LiveService[] {
    const label = application.labels[this.#options.serviceLabel] ?? '';
    const candidates = [
      ...(this.#byName.get(application.name) ?? []),
      ...(this.#byService.get(label) ?? []),
      ...this.#bySelector,
    ];
    return candidates.filter(({ query }) => query.matches(application));
  }

  #mark(service: LiveService, delayMs = 0): void {
    service.answer = undefined;
    if (this.#changed.has(service) || !this.#ended) return;
    this.#changed.add(service);
    const { clock } = this.#options;
    const waitMs = Math.max(
      GATHER_MS + delayMs,
      service.signalledAt + MIN_INTERVAL_MS - clock.now(),
    );
    clock.sleep(waitMs, this.#ended).then(() => {
      this.#due.push(service);
      return this.#signalDue();
    });
  }

  /** In slices: hundreds of answers may have to be made anew at once. */
  async #signalDue(): Promise<void> {
    if (this.#isSignalling) return;
    this.#isSignalling = true;
    let startedAt = performance.now();
    for (
      let service = this.#due.shift();
      service;
      service = this.#due.shift()
    ) {
      this.#signalIfNew(service);
      if (performance.now() - startedAt < SLICE_MS) continue;
      await turn();
      startedAt = performance.now();
    }
    this.#isSignalling = false;
  }

  #signalIfNew(service: LiveService): void {
    const { hasChanged } = service;
    service.hasChanged = false;
    this.#changed.delete(service);
    if (
      this.#ended?.aborted ||
      this.#services.peek(service.query.service) !== service
    )
      return;
    service.answer ??= tagged(this.#options.read(service.query));
    const isNews = service.answer.etag !== service.knownTag;
    if (!isNews && !service.isSeenNewer) return;
    service.knownTag = service.answer.etag;
    service.isSeenNewer = false;
    service.signalledAt = this.#options.clock.now();
    this.#options.signal(
      service.query.service,
      hasChanged ? undefined : this.#options.pages.spreadMs,
    );
  }
}

function isSameQuery(a: ServiceQuery, b: ServiceQuery): boolean {
  return a === b || describe(a) === describe(b);
}

function describe({ selector, problems, instances, by }: ServiceQuery): string {
  return JSON.stringify([selector, problems, instances, by]);
}

function setAt<T>(map: Map<string, Set<T>>, key: string): Set<T> {
  const known = map.get(key);
  if (known) return known;
  const made = new Set<T>();
  map.set(key, made);
  return made;
}
