import { gitopsPromotionCreatePermission } from 'backstage-plugin-gitops-common';
import type { Gitops } from '../../Gitops';
import { freshPlanning, Route } from '../../promotions/plan/freshPlanning';
import type { Planning } from '../../promotions/plan/Planning';
import type { Caller } from './Presenter';

/** A plan for a caller. */
export function planningOf(
  gitops: Pick<Gitops, 'diagnosed'>,
  { seen, rights }: Caller,
  route: Route,
): Promise<Planning> {
  return freshPlanning(gitops, seen, {
    ...route,
    isPermitted: rights.may(gitopsPromotionCreatePermission, route.to),
  });
}
