import {
  ApplicationManifests,
  findVersionPlaces,
  VersionPlace,
} from 'backstage-plugin-gitops-node';
import type { Application } from '../../argocd/Application';
import type { ArgoCdDeployments } from '../ArgoCdDeployments';
import type { Snapshot, Snapshots } from './Snapshots';

/** A place, and the files that it is in. */
export interface LocatedPlace {
  readonly place: VersionPlace;
  readonly snapshot: Snapshot;
}

/**
 * Reads where an Application's versions are written.
 *
 * @param find - what is to be found: `findVersionPlaces`, or `findReadPlaces` for those that are
 *   not edited as well
 * @throws InputError, GitHostError, ArgoCdError
 */
export async function readPlaces(
  application: Application,
  options: {
    deployments: Pick<ArgoCdDeployments, 'manifests'>;
    snapshots: Snapshots;
    find: typeof findVersionPlaces;
    /** Value of the annotation that says where versions are written */
    override?: string;
    /** Globs of the files that the annotation may name */
    within?: readonly string[];
    service: string;
    environment: string;
    signal: AbortSignal;
  },
): Promise<{
  manifests: ApplicationManifests;
  places: LocatedPlace[];
  /** What was looked at in vain, as sentences */
  misses: string[];
}> {
  const { deployments, snapshots, find, signal, ...asked } = options;
  // Nearly always what is read next: the Git host answers while Argo CD does. What fails here fails
  // again where it is needed
  for (const { repository, targetRevision, chart } of application.sources)
    if (!chart)
      snapshots.at(repository, targetRevision ?? '', signal).catch(() => {});
  const manifests = await deployments.manifests(application, signal);
  const opened = new Map<string, Promise<Snapshot>>();
  const snapshotOf = (url: string, ref: string) => {
    const key = `${url} ${ref}`;
    const snapshot = opened.get(key) ?? snapshots.at(url, ref, signal);
    opened.set(key, snapshot);
    return snapshot;
  };
  const misses: string[] = [];
  const places = await find(manifests, {
    ...asked,
    missed: sentence => void misses.push(sentence),
    running: application.images,
    files: (url, ref) => ({
      isBranch: async () => (await snapshotOf(url, ref)).isBranch,
      read: async path => (await snapshotOf(url, ref)).read(path),
      list: async path => (await snapshotOf(url, ref)).list(path),
    }),
  });
  const located = places.map(async place => ({
    place,
    snapshot: await snapshotOf(place.repository, place.ref),
  }));
  return { manifests, places: await Promise.all(located), misses };
}
