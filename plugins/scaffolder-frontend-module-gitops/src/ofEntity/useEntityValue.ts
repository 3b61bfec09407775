import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useEffect, useState } from 'react';
import { valueOf } from './valueOf';

export interface EntityValue {
  ref: string;
  status: 'copied' | 'nothing' | 'failed';
  value?: string;
}

/** What the catalog has of an entity for a field, once it is read. */
export function useEntityValue(
  ref: string | undefined,
  what: 'source' | 'owner',
): EntityValue | undefined {
  const catalog = useApi(catalogApiRef);
  const [found, setFound] = useState<EntityValue>();
  useEffect(() => {
    if (!ref) return undefined;
    let isOver = false;
    const tell = (next: EntityValue) => {
      if (!isOver) setFound(next);
    };
    catalog.getEntityByRef(ref).then(
      entity => {
        const value = entity && valueOf(entity, what);
        tell({ ref, status: value ? 'copied' : 'nothing', value });
      },
      () => tell({ ref, status: 'failed' }),
    );
    return () => {
      isOver = true;
    };
  }, [catalog, ref, what]);
  return found?.ref === ref ? found : undefined;
}
