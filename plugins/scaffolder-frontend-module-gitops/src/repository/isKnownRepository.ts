import { ApiHolder } from '@backstage/frontend-plugin-api';
import { scmIntegrationsApiRef } from '@backstage/integration-react';

/**
 * Tells whether one of the portal's integrations is for an address. All are where the app has none
 * to ask.
 */
export function isKnownRepository(apis: ApiHolder): (url: string) => boolean {
  const integrations = apis.get(scmIntegrationsApiRef);
  return url => !integrations || integrations.byUrl(url) !== undefined;
}
