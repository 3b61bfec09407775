import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { isSamePlace } from 'backstage-plugin-gitops-node';
import type { Edit } from './changes';
import type { LocatedPlace } from './readPlaces';

/** An Application of another environment, and the places that it takes its versions from. */
export interface Reader {
  readonly environment: string;
  readonly title: string;
  readonly application: Pick<
    ApplicationDeployment,
    'instance' | 'namespace' | 'name'
  >;
  readonly places: readonly LocatedPlace[];
  /** Why its places are not known */
  readonly unreadable?: string;
}

/** An edit that changes, or may change, what is not promoted to. */
export interface Reach {
  /** `image.tag in values/common.yaml` */
  readonly place: string;
  readonly repository: string;
  /**
   * Titles of those besides the one that is promoted to; none where the place is only outside of
   * the Application's own folder
   */
  readonly environments: readonly string[];
  readonly applications: readonly string[];
  /** Applications that may read it as well, each with why that is not known */
  readonly unread?: readonly string[];
  /** How many Applications of other services read the file */
  readonly elsewhere?: number;
}

/**
 * Which edits reach other environments: whoever merges them changes those as well, past their gates
 * and permissions. Pure.
 */
export function reachOf(
  edits: readonly Edit[],
  readers: readonly Reader[],
  elsewhereOf: (edit: Edit) => number,
): Reach[] {
  const unread = readers.flatMap(({ application: { name }, unreadable }) =>
    unreadable === undefined ? [] : `${name}: ${unreadable}`,
  );
  return edits.flatMap(edit => {
    const { move, snapshot } = edit;
    const { place } = move;
    const reached = readers.filter(({ places }) =>
      places.some(
        one =>
          one.snapshot.repository.url === snapshot.repository.url &&
          one.snapshot.branch === snapshot.branch &&
          isSamePlace(one.place, place),
      ),
    );
    const elsewhere = elsewhereOf(edit);
    if (reached.length === 0 && !place.isShared && elsewhere === 0) return [];
    const unique = (names: readonly string[]) => [...new Set(names)];
    return {
      place: `${place.path} in ${place.file}`,
      repository: snapshot.repository.name,
      environments: unique(reached.map(one => one.title)),
      applications: unique(reached.map(one => one.application.name)),
      ...(place.isShared && unread.length > 0 ? { unread } : {}),
      ...(elsewhere > 0 ? { elsewhere } : {}),
    };
  });
}
