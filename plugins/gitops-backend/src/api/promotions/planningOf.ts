import {
  gitopsAnnotations,
  gitopsPromotionCreatePermission,
} from 'backstage-plugin-gitops-common';
import type { Gitops } from '../../Gitops';
import type { Planning } from '../../promotions/plan/Planning';
import type { Caller } from './Presenter';

/** What moves from where to where, and in place of what. */
export type Route = Pick<
  Planning,
  'from' | 'to' | 'version' | 'digest' | 'rollsBack' | 'replaces'
>;

/** A plan stands on what is known of the present moment. */
export async function planningOf(
  gitops: Pick<Gitops, 'diagnosed'>,
  { seen, rights }: Caller,
  route: Route,
): Promise<Planning> {
  const { entity, query } = seen;
  await gitops.diagnosed(query, { now: true });
  return {
    ...route,
    query,
    name: entity.metadata.name,
    places: entity.metadata.annotations?.[gitopsAnnotations.versionPlaces],
    ownSettings: entity.metadata.annotations?.[gitopsAnnotations.promotion],
    isPermitted: rights.may(gitopsPromotionCreatePermission, route.to),
  };
}
