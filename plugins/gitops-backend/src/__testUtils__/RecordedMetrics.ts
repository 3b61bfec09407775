import type {
  MetricAttributes,
  MetricOptions,
  MetricsService,
} from '@backstage/backend-plugin-api/alpha';

type Kind = 'counter' | 'histogram' | 'count' | 'gauge';

/** A metrics service that keeps what it is given. Observables are read by `collect`. */
export class RecordedMetrics {
  readonly instruments = new Map<string, MetricOptions & { kind: Kind }>();
  readonly recorded: string[] = [];
  /** Names of all attributes that were recorded */
  readonly attributes = new Set<string>();
  readonly #observers: (() => void)[] = [];

  readonly service = {
    createHistogram: (name: string, options: MetricOptions) => {
      this.#create('histogram', name, options);
      return { record: this.#recorder(name) };
    },
    createCounter: (name: string, options: MetricOptions) => {
      this.#create('counter', name, options);
      return { add: this.#recorder(name) };
    },
    createObservableUpDownCounter: (name: string, options: MetricOptions) =>
      this.#observable('count', name, options),
    createObservableGauge: (name: string, options: MetricOptions) =>
      this.#observable('gauge', name, options),
  } as unknown as MetricsService;

  collect(): void {
    this.#observers.forEach(observe => observe());
  }

  #create(kind: Kind, name: string, options: MetricOptions): void {
    this.instruments.set(name, { ...options, kind });
  }

  #observable(kind: Kind, name: string, options: MetricOptions) {
    this.#create(kind, name, options);
    const result = { observe: this.#recorder(name) };
    return {
      addCallback: (callback: (of: typeof result) => void) =>
        this.#observers.push(() => callback(result)),
    };
  }

  #recorder(name: string) {
    return (value: number, attributes: MetricAttributes) => {
      Object.keys(attributes).forEach(key => this.attributes.add(key));
      const values = Object.values(attributes).join(' ');
      this.recorded.push(`${name} [${values}] ${value}`);
    };
  }
}
