import * as fc from 'fast-check';
import { Failure, failureKinds, WindowKind, windowKinds } from './manifests';
import {
  clusters,
  Deployed,
  instances,
  nameOf,
  places,
  workloadKey,
} from './places';
import type { World } from './World';

/** One of an Argo CD's replicas lags. So long that a regular list falls into it. */
const LAG_MS = 300_000;

interface Fault {
  /** How long Argo CD may fail in this way */
  ms: number;
  /** @param degree - how badly, up to 1 */
  options?(degree: number): Record<string, number>;
}

const faults: Record<string, Fault> = {
  'lost-events': { ms: 120_000, options: share => ({ share }) },
  'repeated-events': { ms: 120_000, options: share => ({ share }) },
  'silent-stream': { ms: 60_000 },
  outage: { ms: 120_000 },
  unauthorized: { ms: 60_000 },
  'internal-error': { ms: 60_000 },
  'too-many-requests': { ms: 60_000 },
  'half-json': { ms: 60_000 },
  html: { ms: 60_000 },
  'lost-cache': { ms: 120_000 },
  // A server that has just started knows nothing for some seconds
  'empty-list': { ms: 8_000 },
  'fewer-applications': { ms: 8_000, options: share => ({ share }) },
};

/** One thing that happens, as data: a history is replayed from its text. */
export type Event =
  | { do: 'deploy'; place: number; version: string; failure?: Failure }
  | { do: 'scale'; place: number; replicas: number }
  | { do: 'crash' | 'recover' | 'delete' | 'run'; at: number }
  | { do: 'remove'; place: number }
  | { do: 'manual' | 'automatic'; place: number }
  | { do: 'window'; window: WindowKind }
  | { do: 'fault'; instance: string; fault: string; degree: number }
  | { do: 'lag'; instance: string; ms: number }
  | { do: 'cut'; instance: string }
  | { do: 'restart' | 'watch' | 'leave' }
  | { do: 'pass'; ms: number };

const place = fc.nat({ max: places.length - 1 });
const at = fc.nat({ max: clusters.length - 1 });
const instance = fc.constantFrom(...Object.keys(instances));
const just = <const T extends string>(...names: T[]) =>
  fc.constantFrom(...names);

/**
 * Deployments that go well and badly, what people and clusters do besides, and an Argo CD that
 * fails.
 */
export const histories = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        do: just('pass'),
        ms: fc.integer({ min: 200, max: 90_000 }),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record(
        {
          do: just('deploy'),
          place,
          version: just('1.0.0', '1.1.0', '2.0.0'),
          failure: fc.constantFrom(...failureKinds),
        },
        { requiredKeys: ['do', 'place', 'version'] },
      ),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: just('scale'),
        place,
        replicas: fc.nat({ max: 3 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: just('crash', 'recover', 'delete', 'run'),
        at,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: just('manual', 'automatic', 'remove'),
        place,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: just('window'),
        window: just(...windowKinds),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: just('fault'),
        instance,
        fault: fc.constantFrom(...Object.keys(faults)),
        degree: fc.constantFrom(0.2, 0.5, 1),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: just('lag'),
        instance,
        ms: fc.constantFrom(2_000, 10_000, 30_000),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: just('cut'), instance }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: just('restart', 'watch', 'leave') }),
    },
  ),
  { minLength: 3, maxLength: 25 },
) as fc.Arbitrary<Event[]>;

/** Applies one event, then lets a short time pass. */
export async function happen(world: World, event: Event): Promise<void> {
  switch (event.do) {
    case 'deploy': {
      const where = places[event.place];
      const { version, failure } = event;
      const { replicas = 1, isManual } = world.git.wanted(where) ?? {};
      await world.git.want(where, { version, failure, replicas, isManual });
      break;
    }
    case 'scale': {
      const { replicas } = event;
      await world.git.change(places[event.place], { replicas });
      break;
    }
    case 'manual':
    case 'automatic': {
      const isManual = event.do === 'manual';
      await world.git.change(places[event.place], { isManual });
      break;
    }
    case 'remove':
      await world.git.want(places[event.place], undefined);
      break;
    case 'window':
      await world.git.setWindow(event.window);
      break;
    case 'crash':
    case 'recover':
    case 'delete':
    case 'run':
      inCluster(world, clusters[event.at], event.do);
      break;
    case 'fault': {
      const { ms, options } = faults[event.fault];
      await world.fail(event.instance, {
        fault: event.fault,
        options: options?.(event.degree) ?? {},
        ms,
      });
      break;
    }
    case 'lag': {
      const { ms: lagMs } = event;
      await world.fail(event.instance, {
        fault: 'lagging-replicas',
        options: { lagMs },
        lagMs,
        ms: LAG_MS,
      });
      break;
    }
    case 'cut':
      world.argocds.get(event.instance)!.cutStreams({ midLine: true });
      break;
    case 'restart':
      await world.restart();
      break;
    case 'watch':
    case 'leave':
      world.isWatched = event.do === 'watch';
      break;
    default:
      await world.pass(event.ms);
  }
  await world.pass(50);
}

/** What happens to a workload independent of Git. */
function inCluster(
  world: World,
  { place: where, instance: name }: Deployed,
  what: 'crash' | 'recover' | 'delete' | 'run',
): void {
  const { controller } = world.argocds.get(name)!;
  const cluster = controller.record(nameOf(where))?.cluster;
  const key = workloadKey(where);
  if (what === 'delete') cluster?.remove(key);
  else if (what === 'run') cluster?.startRun(key);
  else cluster?.setCrashing(key, what === 'crash');
}
