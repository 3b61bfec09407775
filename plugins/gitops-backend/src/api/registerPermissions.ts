import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  gitopsDeploymentPermissions,
  gitopsInstanceReadPermission,
} from 'backstage-plugin-gitops-common';
import type { Gitops } from '../Gitops';
import type { Entities } from '../ownership/Entities';
import { loadDeploymentResources } from './deploymentResources';
import {
  gitopsDeploymentResourceRef,
  gitopsDeploymentRules,
} from './permissions';

/** Makes the permissions and their rules known to the permission framework. */
export function registerPermissions(options: {
  permissionsRegistry: PermissionsRegistryService;
  entities: Entities;
  gitops: Gitops;
}): void {
  const { permissionsRegistry } = options;
  permissionsRegistry.addResourceType({
    resourceRef: gitopsDeploymentResourceRef,
    permissions: gitopsDeploymentPermissions,
    rules: Object.values(gitopsDeploymentRules),
    getResources: names => loadDeploymentResources(names, options),
  });
  permissionsRegistry.addPermissions([gitopsInstanceReadPermission]);
}
