import type {
  AuditorService,
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Repositories } from '../repositories/allowedRepositories';
import type { Allowed } from '../secrets/allowedSecrets';

/** What the actions work with. */
export interface ActionOptions {
  hosts: Repositories;
  catalog: Pick<CatalogService, 'addLocation' | 'getEntityByRef'>;
  auth: AuthService;
  auditor: AuditorService;
  discovery: DiscoveryService;
  /** Whose Components own Applications by their name; default: `default` */
  catalogNamespaces?: readonly string[];
  /** What entries of a service in a secret store begin with; default: as the kind of store has it */
  secretKeyPrefixes?: readonly string[];
  /** How versions arrive in the environments of the configuration, by their names */
  promotionModes?: ReadonlyMap<string, string>;
  /** Findings that the platform allows */
  allowedSecrets: readonly Allowed[];
}
