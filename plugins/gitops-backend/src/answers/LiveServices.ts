import { createHash } from 'node:crypto';
import type { ServiceDeployments } from 'backstage-plugin-gitops-common';
import { LRUCache } from 'lru-cache';
import type { Application } from '../argocd/Application';
import type { ServiceQuery } from '../environments/ServiceLocator';
import type { Clock } from '../inventory/Clock';
import type { Change } from '../inventory/Inventory';

/** Services whose pages may be open: the last ones asked for. */
const MAX_SERVICES = 5_000;
/** Changes that come together are told together. */
const GATHER_MS = 40;
/** A service that changes all the time is told of no more often than this. */
const MIN_INTERVAL_MS = 1_000;

/** A service's answer with its entity tag. */
export interface TaggedAnswer {
  readonly deployments: ServiceDeployments;
  readonly body: string;
  readonly etag: string;
}

interface LiveService {
  readonly query: ServiceQuery;
  answer?: TaggedAnswer;
  /** Tag of what open pages have: the same again is no news to them */
  toldTag?: string;
  /** Whether someone has read another answer since: then it is to them */
  isToldApart?: boolean;
  toldAt: number;
}

/** The services that were asked for of late: holds their answers until something changes, and tells when one has. */
export class LiveServices {
  readonly #read: (query: ServiceQuery) => ServiceDeployments;
  readonly #clock: Clock;
  readonly #tell: (service: string) => void;
  readonly #services: LRUCache<string, LiveService>;
  readonly #byName = new Map<string, Set<LiveService>>();
  readonly #byService = new Map<string, Set<LiveService>>();
  readonly #bySelector = new Set<LiveService>();
  readonly #changed = new Set<LiveService>();
  readonly #serviceLabel: string;
  #signal?: AbortSignal;

  constructor(options: {
    read(query: ServiceQuery): ServiceDeployments;
    tell(service: string): void;
    clock: Clock;
    serviceLabel: string;
    maxServices?: number;
  }) {
    this.#read = options.read;
    this.#tell = options.tell;
    this.#clock = options.clock;
    this.#serviceLabel = options.serviceLabel;
    this.#services = new LRUCache({
      max: options.maxServices ?? MAX_SERVICES,
      dispose: service => this.#unindex(service),
    });
  }

  /** Tells changes until aborted. */
  start(signal: AbortSignal): void {
    this.#signal = signal;
  }

  answer(query: ServiceQuery): TaggedAnswer {
    const known = this.#services.get(query.service);
    const service =
      known && isSameQuery(known.query, query) ? known : this.#add(query);
    service.answer ??= tagged(this.#read(query));
    service.toldTag ??= service.answer.etag;
    service.isToldApart ||= service.answer.etag !== service.toldTag;
    return service.answer;
  }

  /** Whether someone asked for the service of this Application of late. */
  isWatched(application: Application): boolean {
    return this.#of(application).length > 0;
  }

  /** Takes what changed in the inventory. */
  take(changes: readonly Change[]): void {
    for (const { previous, current } of changes) {
      if (previous) this.#of(previous).forEach(service => this.#mark(service));
      if (current) this.#of(current).forEach(service => this.#mark(service));
    }
  }

  /** Takes that all of an instance, or its freshness, is to be told anew. */
  takeInstance(instance: string): void {
    for (const service of this.#services.values()) {
      if (service.query.instances.includes(instance)) this.#mark(service);
    }
  }

  #add(query: ServiceQuery): LiveService {
    const service: LiveService = { query, toldAt: -Infinity };
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
    const candidates = [
      ...(this.#byName.get(application.name) ?? []),
      ...(this.#byService.get(application.labels[this.#serviceLabel] ?? '') ??
        []),
      ...this.#bySelector,
    ];
    return candidates.filter(({ query }) => query.matches(application));
  }

  #mark(service: LiveService): void {
    service.answer = undefined;
    if (this.#changed.has(service) || !this.#signal) return;
    this.#changed.add(service);
    const waitMs = Math.max(
      GATHER_MS,
      service.toldAt + MIN_INTERVAL_MS - this.#clock.now(),
    );
    this.#clock.sleep(waitMs, this.#signal).then(() => this.#tellOf(service));
  }

  #tellOf(service: LiveService): void {
    this.#changed.delete(service);
    if (
      this.#signal?.aborted ||
      this.#services.peek(service.query.service) !== service
    )
      return;
    service.answer ??= tagged(this.#read(service.query));
    const isNews = service.answer.etag !== service.toldTag;
    if (!isNews && !service.isToldApart) return;
    service.toldTag = service.answer.etag;
    service.isToldApart = false;
    service.toldAt = this.#clock.now();
    this.#tell(service.query.service);
  }
}

export function tagged(deployments: ServiceDeployments): TaggedAnswer {
  const body = JSON.stringify(deployments);
  return {
    deployments,
    body,
    etag: `"${createHash('sha1').update(body).digest('base64url')}"`,
  };
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
