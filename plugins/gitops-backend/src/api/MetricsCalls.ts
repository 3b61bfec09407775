import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import type {
  CountedDeployments,
  DeliveryMetrics,
  MetricsFilter,
} from 'backstage-plugin-gitops-common';
import { firstEnvironmentsOf } from '../environments/firstEnvironments';
import type { Environments } from '../environments/Environments';
import type { HistoryStore } from '../history/HistoryStore';
import { deliveryMetrics } from '../history/metrics/deliveryMetrics';
import type { Window } from '../history/metrics/MetricsStore';
import { cursorOf, PageEnd } from '../promotions/store/pages';
import { WEEK_MS, weekOf } from '../history/metrics/weeks';
import type { Place } from '../history/Place';
import { stored } from '../history/stored';
import type { Clock } from '../inventory/Clock';
import type { FleetCalls } from './FleetCalls';

const DEFAULT_WEEKS = 12;
/** A year, and the week that it begins in */
const MAX_WINDOW_MS = 53 * WEEK_MS;

/** What of the fleet is counted, as far as the caller may see it. */
interface Counted {
  readonly services: number;
  readonly firstEnvironments: readonly string[];
  /** In the environment and in the first ones */
  readonly places: readonly Place[];
  /** References of services by the key of an Application */
  readonly serviceOf: ReadonlyMap<string, string>;
}

export interface MetricsCallsOptions {
  fleet: Pick<FleetCalls, 'visible'>;
  environments: Pick<Environments, 'all'>;
  store: Pick<HistoryStore, 'metrics' | 'arrivals'>;
  clock: Pick<Clock, 'now'>;
}

/** Delivery metrics of the Applications that the caller may see now, and of nothing else. */
export class MetricsCalls {
  readonly #options: MetricsCallsOptions;

  constructor(options: MetricsCallsOptions) {
    this.#options = options;
  }

  /** @throws InputError, NotAllowedError, NotFoundError, ServiceUnavailableError */
  async read(
    filter: MetricsFilter,
    credentials: BackstageCredentials,
  ): Promise<DeliveryMetrics> {
    const window = this.#window(filter);
    const counted = await this.#counted(filter, credentials);
    const { environment } = filter;
    const { firstEnvironments, places, services } = counted;
    const here = placesIn(places, environment);
    const { metrics, arrivals: arrived } = this.#options.store;
    const isEmpty = here.length === 0;
    const [deployments, arrivals, recordedSince] = isEmpty
      ? [[], [], undefined]
      : await stored(
          Promise.all([
            metrics.ended(environment, here, window),
            firstEnvironments.length === 0
              ? []
              : arrived.read(environment, firstEnvironments, places, window),
            metrics.recordedSince(environment, here),
          ]),
        );
    return deliveryMetrics({
      environment,
      firstEnvironments,
      from: window.from.getTime(),
      to: window.to.getTime(),
      recordedSince,
      deployments,
      arrivals,
      services,
    });
  }

  /** @throws as {@link read} */
  async deployments(
    {
      before,
      limit,
      ...filter
    }: MetricsFilter & { before?: PageEnd; limit: number },
    credentials: BackstageCredentials,
  ): Promise<CountedDeployments> {
    const window = this.#window(filter);
    const counted = await this.#counted(filter, credentials);
    const { environment } = filter;
    const places = placesIn(counted.places, environment);
    if (places.length === 0) return { items: [], next: null };
    const { items, next } = await stored(
      this.#options.store.metrics.page({
        environment,
        places,
        window,
        before,
        limit,
      }),
    );
    return {
      items: items.map(({ application, ...item }) => {
        const [instance, namespace, name] = application.split('/');
        return {
          ...item,
          service: counted.serviceOf.get(application)!,
          instance,
          namespace,
          name,
          version: item.version ?? null,
          healthyAt: item.healthyAt ?? null,
        };
      }),
      next: next ? cursorOf(next) : null,
    };
  }

  /** @throws InputError */
  #window({ from, to }: MetricsFilter): Window {
    const end = to === undefined ? this.#options.clock.now() : Date.parse(to);
    const start =
      from === undefined
        ? weekOf(end) - DEFAULT_WEEKS * WEEK_MS
        : Date.parse(from);
    if (start >= end) throw new InputError('from has to be before to');
    if (end - start > MAX_WINDOW_MS)
      throw new InputError('from and to may be a year apart at most');
    return { from: new Date(start), to: new Date(end) };
  }

  /** @throws NotAllowedError, NotFoundError */
  async #counted(
    { environment, owner, system, service }: MetricsFilter,
    credentials: BackstageCredentials,
  ): Promise<Counted> {
    const rows = await this.#options.fleet.visible(credentials);
    const all = this.#options.environments.all();
    if (!all.some(({ name }) => name === environment))
      throw new NotFoundError(`There is no environment ${environment}`);
    const firstEnvironments = firstEnvironmentsOf(environment, all);
    const wanted = new Set([environment, ...firstEnvironments]);
    const serviceOf = new Map<string, string>();
    const places = new Map<string, Place>();
    const services = new Set<string>();
    for (const row of rows) {
      const isCounted =
        (owner === undefined || row.owner === owner) &&
        (system === undefined || row.system === system) &&
        (service === undefined || row.ref === service);
      if (!isCounted) continue;
      for (const part of row.parts) {
        if (!wanted.has(part.environment)) continue;
        const { application, label } = part;
        // Of one that several own together, one is named
        serviceOf.set(application, row.ref);
        places.set(application, {
          application,
          environment: part.environment,
          service: label,
        });
        if (part.environment === environment) services.add(row.ref);
      }
    }
    return {
      services: services.size,
      firstEnvironments,
      places: [...places.values()],
      serviceOf,
    };
  }
}

function placesIn(places: readonly Place[], environment: string): Place[] {
  return places.filter(place => place.environment === environment);
}
