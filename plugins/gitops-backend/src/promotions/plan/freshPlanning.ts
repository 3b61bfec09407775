import type { Entity } from '@backstage/catalog-model';
import { gitopsAnnotations } from 'backstage-plugin-gitops-common';
import type { ServiceQuery } from '../../environments/ServiceLocator';
import type { Gitops } from '../../Gitops';
import type { Planning } from './Planning';

/** What moves from where to where, and in place of what. */
export type Route = Pick<
  Planning,
  'from' | 'to' | 'version' | 'digest' | 'rollsBack' | 'replaces'
>;

/** A plan stands on what is known of the present moment. */
export async function freshPlanning(
  gitops: Pick<Gitops, 'diagnosed'>,
  { entity, query }: { entity: Entity; query: ServiceQuery },
  of: Route & Pick<Planning, 'isPermitted'>,
): Promise<Planning> {
  await gitops.diagnosed(query, { now: true });
  const { annotations } = entity.metadata;
  return {
    ...of,
    query,
    name: entity.metadata.name,
    places: annotations?.[gitopsAnnotations.versionPlaces],
    ownSettings: annotations?.[gitopsAnnotations.promotion],
  };
}
