import { Clock, toTimestamp } from '../../Clock';
import { uidOf } from '../ids';
import { JsonObject } from '../Json';

/** Kubernetes forgets events after an hour. */
const keptMs = 3600_000;

export interface EventSubject {
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  apiVersion: string;
  resourceVersion: string;
}

interface KubernetesEvent {
  subject: EventSubject;
  reason: string;
  message: string;
  type: 'Normal' | 'Warning';
  component: string;
  first: number;
  /** How often something was retried, such as an ExternalSecret */
  repeatsEveryMs?: number;
  annotations?: Record<string, string>;
  resourceVersion: string;
}

/** The Kubernetes events about one Application and its resources. */
export class KubernetesEvents {
  readonly #clock: () => Clock;
  readonly #nextVersion: () => string;
  #events: KubernetesEvent[] = [];

  constructor(options: { clock: () => Clock; nextVersion: () => string }) {
    this.#clock = options.clock;
    this.#nextVersion = options.nextVersion;
  }

  add(event: Omit<KubernetesEvent, 'first' | 'resourceVersion'>): void {
    const first = this.#clock().now();
    this.#events = this.#events.filter(
      other => other.repeatsEveryMs || other.first > first - keptMs,
    );
    const isKnown = this.#events.some(
      other =>
        other.repeatsEveryMs &&
        other.subject.uid === event.subject.uid &&
        other.message === event.message,
    );
    if (!isKnown)
      this.#events.push({
        ...event,
        first,
        resourceVersion: this.#nextVersion(),
      });
  }

  /** Ends what repeats for a subject, such as when its secret was synced after all. */
  forget(uid: string): void {
    this.#events = this.#events.filter(
      event => event.subject.uid !== uid || !event.repeatsEveryMs,
    );
  }

  /** Events of one object, as the API answers them. */
  of(uid: string): JsonObject[] {
    const now = this.#clock().now();
    return this.#events
      .filter(event => event.subject.uid === uid)
      .map(event => ({ event, last: lastOf(event, now) }))
      .filter(({ last }) => last > now - keptMs)
      .map(({ event, last }) => toJson(event, last));
  }
}

function lastOf(event: KubernetesEvent, now: number): number {
  const every = event.repeatsEveryMs;
  return every
    ? event.first + Math.floor((now - event.first) / every) * every
    : event.first;
}

function toJson(event: KubernetesEvent, last: number): JsonObject {
  const { subject, component } = event;
  const suffix = uidOf(`${subject.uid}${event.first}${event.message}`)
    .replace(/-/g, '')
    .slice(0, 16);
  const name = `${subject.name}.${suffix}`;
  return {
    metadata: {
      name,
      namespace: subject.namespace,
      uid: uidOf(name),
      resourceVersion: event.resourceVersion,
      creationTimestamp: toTimestamp(event.first),
      ...(event.annotations ? { annotations: event.annotations } : {}),
    },
    involvedObject: { ...subject },
    reason: event.reason,
    message: event.message,
    source: { component },
    firstTimestamp: toTimestamp(event.first),
    lastTimestamp: toTimestamp(last),
    count: event.repeatsEveryMs
      ? Math.floor((last - event.first) / event.repeatsEveryMs) + 1
      : 1,
    type: event.type,
    eventTime: null,
    ...(subject.kind === 'Application'
      ? {}
      : { reportingComponent: component }),
  };
}
