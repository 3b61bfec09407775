import { useEntity } from '@backstage/plugin-catalog-react';
import { EntityDeploymentsCard } from './EntityDeploymentsCard';
import { isGitopsAvailable } from '../isGitopsAvailable';

/** Knows by itself which entities have deployments, so that a page needs no switch around it. */
export function LegacyDeploymentsCard() {
  const { entity } = useEntity();
  return isGitopsAvailable(entity) ? <EntityDeploymentsCard /> : null;
}
