import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { GitHosts } from 'backstage-plugin-gitops-node';

/** What the actions work with. */
export interface ActionOptions {
  hosts: GitHosts;
  catalog: Pick<CatalogService, 'addLocation' | 'getEntityByRef'>;
  auth: AuthService;
  discovery: DiscoveryService;
}
