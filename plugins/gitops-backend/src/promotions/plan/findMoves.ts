import { ConflictError } from '@backstage/errors';
import {
  ApplicationManifests,
  findVersionPlaces,
  VersionPlace,
} from 'backstage-plugin-gitops-node';
import type { Application } from '../../argocd/Application';
import type { ArgoCdDeployments } from '../ArgoCdDeployments';
import type { PromotionTarget } from '../StoredPromotion';
import { asImage } from './asImage';
import type { Edit } from './changes';
import { isInSpec } from './isInSpec';
import {
  Candidates,
  digestAt,
  isChange,
  Move,
  movesOf,
  nameOf,
  textOf,
} from './moves';
import type { Planning } from './Planning';
import { readPlaces } from './readPlaces';
import type { Snapshot, Snapshots } from './Snapshots';

/** An Application of the target, and what moves in its files. */
export interface MovedApplication {
  readonly application: Application;
  readonly manifests: ApplicationManifests;
  /** Where it has versions, moved or not */
  readonly places: readonly VersionPlace[];
  /** Where it was looked for others in vain, as sentences */
  readonly misses: readonly string[];
  readonly moves: readonly LocatedMove[];
  /** The moves that change something */
  readonly edits: readonly Edit[];
}

interface LocatedMove extends Move {
  readonly snapshot: Snapshot;
}

/**
 * Finds where an Application's versions are written, and what is to stand there.
 *
 * @param given - taken once the places are known: they may tell more of what runs in the source
 * @throws InputError, ConflictError, GitHostError, ArgoCdError
 */
export async function findMoves(
  application: Application,
  given: Promise<Candidates>,
  { places: override, query, to }: Planning,
  options: {
    deployments: Pick<ArgoCdDeployments, 'manifests'>;
    snapshots: Snapshots;
    within?: readonly string[];
    signal: AbortSignal;
  },
): Promise<MovedApplication> {
  const { manifests, places, misses } = await readPlaces(application, {
    ...options,
    find: findVersionPlaces,
    override,
    service: query.service.split('/').at(-1) ?? '',
    environment: to,
  });
  const candidates = await given;
  const named = places.map(({ place }) =>
    asImage(place, application, candidates),
  );
  const moves = movesOf(named, candidates).map(move => {
    const { repository, ref } = move.place;
    const { snapshot } = places.find(
      ({ place }) => place.repository === repository && place.ref === ref,
    )!;
    return { ...move, snapshot };
  });
  const edits = await Promise.all(
    moves.filter(isChange).map(async ({ snapshot, ...move }) => {
      const { file } = move.place;
      const text = await snapshot.read(file);
      if (text === undefined)
        throw new ConflictError(
          `${file} is gone from ${snapshot.repository.name}`,
        );
      return { move, snapshot, text };
    }),
  );
  return { application, manifests, places: named, misses, moves, edits };
}

/**
 * The Application as a target of each repository and branch that bring it a version, or have it
 * already.
 */
export function targetsOf({
  application,
  manifests,
  moves,
}: MovedApplication): PromotionTarget[] {
  const { instance, namespace, name } = application;
  const byBranch = new Map<string, LocatedMove[]>();
  for (const move of moves) {
    const { repository, branch } = move.snapshot;
    const key = `${repository.url} ${branch}`;
    byBranch.set(key, [...(byBranch.get(key) ?? []), move]);
  }
  return [...byBranch.values()].map(ofBranch => {
    const { repository, branch, base } = ofBranch[0].snapshot;
    return {
      instance,
      namespace,
      name,
      repositoryUrl: repository.url,
      base: branch,
      versions: ofBranch.map(({ place, to }) => ({
        name: nameOf(place),
        to: textOf(to),
        digest: digestAt(place, to),
        inSpec: isInSpec(place, manifests),
      })),
      foundIn: ofBranch.some(isChange) ? undefined : base,
    };
  });
}
