import { VirtualClock } from '../../Clock';
import { Manifest } from '../Json';
import { keyOf } from '../manifests/render';
import { Cluster } from './Cluster';
import { podsOf } from './LiveResource';

let clock: VirtualClock;
let cluster: Cluster;
beforeEach(() => {
  clock = new VirtualClock(Date.parse('2026-11-23T05:00:00Z'));
  let version = 0;
  cluster = new Cluster({
    clock: () => clock,
    world: { isMissingSecret: () => false },
    nextVersion: () => String(version++),
    onChange: () => {},
  });
});

const statefulSet = (
  version: string,
  options: { replicas?: number; labels?: Record<string, string> } = {},
): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'search', namespace: 'lab' },
  spec: {
    replicas: options.replicas ?? 3,
    template: {
      metadata: { labels: options.labels ?? {} },
      spec: { containers: [{ name: 'app', image: `search:${version}` }] },
    },
  },
});
const apply = (manifest: Manifest) =>
  cluster.apply(manifest, { onSettled: () => {} });
const live = () => cluster.live.get(keyOf(statefulSet('')))!;
const pods = () =>
  podsOf(live())
    .map(({ name, images, reason }) => `${name} ${images[0]} ${reason}`)
    .sort();

it('starts the Pods of a StatefulSet one after the other', () => {
  apply(statefulSet('1'));
  expect(pods()).toEqual(['search-0 search:1 ContainerCreating']);
  clock.advance(2000);
  expect(pods()).toEqual(
    ['0', '1', '2'].map(ordinal => `search-${ordinal} search:1 Running`),
  );
});

it('replaces the last Pod of a StatefulSet first, and no other while that one fails', () => {
  apply(statefulSet('1'));
  clock.advance(2000);
  apply(statefulSet('2', { labels: { 'lab-crash': 'true' } }));
  const stuck = (reason: string) => [
    'search-0 search:1 Running',
    'search-1 search:1 Running',
    `search-2 search:2 ${reason}`,
  ];
  expect(pods()).toEqual(stuck('ContainerCreating'));
  clock.advance(60_000);
  expect(pods()).toEqual(stuck('CrashLoopBackOff'));
  expect(live().health?.status).toBe('Progressing');
  apply(statefulSet('1'));
  expect(pods()).toEqual([
    'search-0 search:1 Running',
    'search-1 search:1 Running',
    'search-2 search:1 ContainerCreating',
  ]);
});

it('scales a StatefulSet at its end, and not up while a Pod fails', () => {
  apply(statefulSet('1'));
  clock.advance(2000);
  apply(statefulSet('1', { replicas: 4 }));
  clock.advance(2000);
  apply(statefulSet('1', { replicas: 2 }));
  clock.advance(2000);
  expect(pods()).toEqual([
    'search-0 search:1 Running',
    'search-1 search:1 Running',
  ]);
  const crashing = { labels: { 'lab-crash': 'true' } };
  apply(statefulSet('2', { ...crashing, replicas: 2 }));
  clock.advance(8000);
  apply(statefulSet('2', { ...crashing, replicas: 3 }));
  clock.advance(8000);
  expect(pods()).toEqual([
    'search-0 search:1 Running',
    'search-1 search:2 CrashLoopBackOff',
  ]);
});
