import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { DeploymentsCard } from './DeploymentsCard';

/** The card of the entity whose page it is on. */
export function EntityDeploymentsCard() {
  const { entity } = useEntity();
  return <DeploymentsCard entityRef={stringifyEntityRef(entity)} />;
}
