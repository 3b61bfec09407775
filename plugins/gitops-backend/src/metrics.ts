import type {
  MetricAttributes,
  MetricsService,
  MetricsServiceObservable,
} from '@backstage/backend-plugin-api/alpha';
import type { InstanceProblemKind } from 'backstage-plugin-gitops-common';
import type { Clock } from './inventory/Clock';

/** The result of one request to Argo CD. */
export type ArgoCdAnswer = 'ok' | InstanceProblemKind;

/** Values of one instance that are read at each export. Times are milliseconds since the epoch. */
export interface ObservedInstance {
  applications(): number;
  /** Applications that lists have not had, and that are not yet known to be gone */
  unconfirmed(): number;
  /** Listed items that could not be read */
  malformed(): number;
  /** Since when the Applications are not current. Undefined while they are. */
  staleSince(): number | undefined;
}

/** Applications of one instance that wait to be diagnosed. */
export interface ObservedQueue {
  length(): number;
  /** Since when the one that waits longest has waited. Undefined where none waits. */
  since(): number | undefined;
}

/** Applications that have the same environment, state and cause. */
export interface DeploymentCount {
  readonly environment: string;
  readonly state: string;
  /** Empty where the state has no cause */
  readonly cause: string;
  readonly count: number;
}

/** Measures through Backstage's metrics service, which exports to where the portal's others go. */
export interface Metrics {
  list(instance: string, durationMs: number): void;
  listFailure(instance: string, problem: InstanceProblemKind): void;
  /** The stream of changes was opened again */
  reconnect(instance: string): void;
  events(instance: string, count: number): void;
  answer(instance: string, answer: ArgoCdAnswer): void;
  diagnosis(instance: string, durationMs: number, answer: ArgoCdAnswer): void;
  observeInstance(instance: string, values: ObservedInstance): void;
  observeQueue(instance: string, values: ObservedQueue): void;
  observeDeployments(read: () => Iterable<DeploymentCount>): void;
}

/** In seconds: from a small answer to the time limit of a list. */
const DURATIONS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics(service: MetricsService, clock: Clock): Metrics {
  const counter = (name: string, unit: string, description: string) =>
    service.createCounter(name, { unit: `{${unit}}`, description });
  const duration = (name: string, description: string) =>
    service.createHistogram(name, {
      unit: 's',
      description,
      advice: { explicitBucketBoundaries: DURATIONS },
    });
  const count = (name: string, unit: string, description: string) =>
    service.createObservableUpDownCounter(name, {
      unit: `{${unit}}`,
      description,
    });
  const age = (name: string, description: string) =>
    service.createObservableGauge(name, { unit: 's', description });

  const lists = duration('gitops.argocd.list.duration', 'Time of a whole list');
  const listFailures = counter(
    'gitops.argocd.list.failures',
    'failure',
    'Lists that failed',
  );
  const reconnects = counter(
    'gitops.argocd.stream.reconnects',
    'reconnect',
    'Times that the stream of changes was opened again',
  );
  const events = counter(
    'gitops.argocd.stream.events',
    'event',
    'Changes received on streams',
  );
  const requests = counter(
    'gitops.argocd.requests',
    'request',
    'Requests to Argo CD',
  );
  const diagnoses = duration(
    'gitops.diagnosis.duration',
    'Time of one diagnosis, which is three to ten requests',
  );
  const applications = count(
    'gitops.argocd.applications',
    'application',
    'Applications in memory',
  );
  const unconfirmed = count(
    'gitops.argocd.applications.unconfirmed',
    'application',
    'Applications that are missing from lists and not yet known to be gone',
  );
  const malformed = count(
    'gitops.argocd.items.malformed',
    'item',
    'Listed items that can not be read',
  );
  const staleness = age(
    'gitops.argocd.staleness',
    'Time for which the Applications have not been current; 0 while they are',
  );
  const queue = count(
    'gitops.diagnosis.queue.length',
    'application',
    'Applications that wait to be diagnosed',
  );
  const queueAge = age(
    'gitops.diagnosis.queue.age',
    'Time for which the Application that waits longest has waited',
  );
  const deployments = count(
    'gitops.deployments',
    'application',
    'Applications by environment, state and cause',
  );

  const of = (instance: string) => ({ 'argocd.instance': instance });
  const secondsSince = (since: number | undefined) =>
    since === undefined ? 0 : Math.max(0, clock.now() - since) / 1000;
  const observe = (
    instrument: MetricsServiceObservable,
    instance: string,
    read: () => number,
  ) => instrument.addCallback(result => result.observe(read(), of(instance)));
  return {
    list: (instance, ms) => lists.record(ms / 1000, of(instance)),
    listFailure: (instance, problem) =>
      listFailures.add(1, { ...of(instance), 'error.type': problem }),
    reconnect: instance => reconnects.add(1, of(instance)),
    events: (instance, received) => events.add(received, of(instance)),
    answer: (instance, answer) =>
      requests.add(1, { ...of(instance), ...errorType(answer) }),
    diagnosis: (instance, ms, answer) =>
      diagnoses.record(ms / 1000, { ...of(instance), ...errorType(answer) }),
    observeInstance(instance, values) {
      observe(applications, instance, () => values.applications());
      observe(unconfirmed, instance, () => values.unconfirmed());
      observe(malformed, instance, () => values.malformed());
      observe(staleness, instance, () => secondsSince(values.staleSince()));
    },
    observeQueue(instance, values) {
      observe(queue, instance, () => values.length());
      observe(queueAge, instance, () => secondsSince(values.since()));
    },
    observeDeployments(read) {
      deployments.addCallback(result => {
        for (const { environment, state, cause, count: value } of read())
          result.observe(value, {
            'gitops.environment': environment,
            'gitops.state': state,
            'gitops.cause': cause,
          });
      });
    },
  };
}

/** Absent where nothing failed, as OpenTelemetry's conventions have it. */
function errorType(answer: ArgoCdAnswer): MetricAttributes {
  return answer === 'ok' ? {} : { 'error.type': answer };
}

/** For callers that measure nothing. */
export const noMetrics: Metrics = {
  list() {},
  listFailure() {},
  reconnect() {},
  events() {},
  answer() {},
  diagnosis() {},
  observeInstance() {},
  observeQueue() {},
  observeDeployments() {},
};
