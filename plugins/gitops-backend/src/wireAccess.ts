import type {
  AuthService,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { Access } from './api/Access';
import { Policy } from './api/Policy';
import { ShownEntities } from './api/ShownEntities';
import { VisibleClaims } from './api/VisibleClaims';
import type { Settings } from './config/readConfig';
import type { Gitops } from './Gitops';
import type { Entities } from './ownership/Entities';
import { Owners } from './ownership/Owners';

/** Wires access control, with one cache of decisions and entities for all routes. */
export interface Permitting {
  readonly policy: Policy;
  readonly shown: ShownEntities;
  readonly claims: VisibleClaims;
  readonly access: Access;
}

/** Puts together what decides who may see and do what. */
export function wireAccess(options: {
  settings: Settings;
  gitops: Gitops;
  auth: AuthService;
  catalog: CatalogService;
  entities: Entities;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
}): Permitting {
  const { gitops } = options;
  const policy = new Policy(options);
  const shown = new ShownEntities({ ...options, policy });
  const claims = new VisibleClaims({
    policy,
    shown,
    owners: new Owners({ ...options, locator: gitops.locator }),
    environmentOf: application => gitops.environmentOf(application),
  });
  const { environments } = options.settings;
  const access = new Access({
    ...options,
    ...{ policy, shown, claims, environments },
  });
  return { policy, shown, claims, access };
}
