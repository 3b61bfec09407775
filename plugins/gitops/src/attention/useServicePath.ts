import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { useCallback } from 'react';

/** The path of a service's page, by its reference. */
export function useServicePath(): (ref: string) => string {
  const route = useRouteRef(entityRouteRef);
  return useCallback(ref => route(parseEntityRef(ref)), [route]);
}
