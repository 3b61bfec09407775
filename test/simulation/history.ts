import * as fc from 'fast-check';
import { deploymentKey, Failure, failureKinds, nameOf } from './manifests';
import { places, World } from './World';

/** How long Argo CD may fail in each way, in ms. */
const faults: Record<string, number> = {
  'lost-events': 120_000,
  'silent-stream': 60_000,
  outage: 120_000,
  unauthorized: 60_000,
  'internal-error': 60_000,
  'too-many-requests': 60_000,
  'half-json': 60_000,
  html: 60_000,
  'lost-cache': 120_000,
  // A server that has just started knows nothing for some seconds
  'empty-list': 8_000,
  'fewer-applications': 8_000,
};

/** One thing that happens, as data: a history is replayed from its text. */
export type Event =
  | { do: 'deploy'; place: number; version: string; failure?: Failure }
  | { do: 'scale'; place: number; replicas: number }
  | { do: 'crash' | 'recover' | 'delete' | 'remove'; place: number }
  | { do: 'fault'; fault: string; share: number }
  | { do: 'restart' | 'cut' | 'watch' | 'leave' }
  | { do: 'pass'; ms: number };

const place = fc.nat({ max: places.length - 1 });
const just = <const T extends string>(...names: T[]) =>
  fc.constantFrom(...names);

/** Deployments that go well and badly, what people and clusters do besides, and an Argo CD that fails. */
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
        do: just('crash', 'recover', 'delete', 'remove'),
        place,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: just('fault'),
        fault: fc.constantFrom(...Object.keys(faults)),
        share: fc.constantFrom(0.2, 0.5, 1),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: just('restart', 'cut', 'watch', 'leave') }),
    },
  ),
  { minLength: 3, maxLength: 25 },
) as fc.Arbitrary<Event[]>;

/** Applies one event, then lets a short time pass. */
export async function happen(world: World, event: Event): Promise<void> {
  switch (event.do) {
    case 'deploy': {
      const at = places[event.place];
      const { version, failure } = event;
      const replicas = world.desired.get(nameOf(at))?.replicas ?? 1;
      await world.commit(at, { version, failure, replicas });
      break;
    }
    case 'scale': {
      const at = places[event.place];
      const before = world.desired.get(nameOf(at));
      if (before)
        await world.commit(at, { ...before, replicas: event.replicas });
      break;
    }
    case 'remove':
      await world.commit(places[event.place], undefined);
      break;
    case 'crash':
    case 'recover':
    case 'delete': {
      const at = places[event.place];
      const cluster = world.argocd.controller.record(nameOf(at))?.cluster;
      if (event.do === 'delete') cluster?.remove(deploymentKey(at));
      else cluster?.setCrashing(deploymentKey(at), event.do === 'crash');
      break;
    }
    case 'fault':
      await world.fail(event.fault, event.share, faults[event.fault]);
      break;
    case 'cut':
      world.argocd.cutStreams({ midLine: true });
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
