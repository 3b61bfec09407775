import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { PromotionsContent } from './PromotionsContent';

/** The promotions of the entity whose page it is on. */
export function EntityPromotionsContent() {
  const { entity } = useEntity();
  return <PromotionsContent entityRef={stringifyEntityRef(entity)} />;
}
