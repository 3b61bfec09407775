import { ConflictError } from '@backstage/errors';
import {
  ApplicationManifests,
  findVersionPlaces,
} from 'backstage-plugin-gitops-node';
import type { Application } from '../../argocd/Application';
import type { ArgoCdDeployments } from '../ArgoCdDeployments';
import type { PromotionTarget, TargetVersion } from '../StoredPromotion';
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
import type { Snapshots } from './Snapshots';

/** An Application of the target, and what moves in its files. */
export interface MovedApplication {
  readonly application: Application;
  readonly manifests: ApplicationManifests;
  readonly moves: readonly Move[];
  /** The moves that change something */
  readonly edits: readonly Edit[];
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
  const { manifests, places } = await readPlaces(application, {
    ...options,
    find: findVersionPlaces,
    override,
    service: query.service.split('/').at(-1) ?? '',
    environment: to,
  });
  const candidates = await given;
  const moves = movesOf(
    places.map(({ place }) => asImage(place, application, candidates)),
    candidates,
  );
  const edits = await Promise.all(
    moves.filter(isChange).map(async move => {
      const { repository, ref, file } = move.place;
      const { snapshot } = places.find(
        ({ place }) => place.repository === repository && place.ref === ref,
      )!;
      const text = await snapshot.read(file);
      if (text === undefined)
        throw new ConflictError(
          `${file} is gone from ${snapshot.repository.name}`,
        );
      return { move, snapshot, text };
    }),
  );
  return { application, manifests, moves, edits };
}

/** The Application as a target of each repository and branch that bring it a version. */
export function targetsOf({
  application,
  manifests,
  edits,
}: MovedApplication): PromotionTarget[] {
  const { instance, namespace, name } = application;
  const targets = new Map<
    string,
    PromotionTarget & { versions: TargetVersion[] }
  >();
  for (const { snapshot, move } of edits) {
    const { repository, branch } = snapshot;
    const key = `${repository.url} ${branch}`;
    const target = targets.get(key) ?? {
      instance,
      namespace,
      name,
      repositoryUrl: repository.url,
      base: branch,
      versions: [],
    };
    targets.set(key, target);
    target.versions.push({
      name: nameOf(move.place),
      to: textOf(move.to),
      digest: digestAt(move.place, move.to),
      inSpec: isInSpec(move.place, manifests),
    });
  }
  return [...targets.values()];
}
