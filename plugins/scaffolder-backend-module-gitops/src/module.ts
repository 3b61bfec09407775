import {
  coreServices,
  createBackendModule,
  createExtensionPoint,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import {
  GitHost,
  GitHosts,
  GitHostsExtensionPoint,
} from 'backstage-plugin-gitops-node';
import { createActions } from './createActions';
import { catalogNamespaces } from './names/componentsNamed';
import { promotionModes } from './names/promotionModes';
import { secretKeyPrefixes } from './names/secretKeyPrefixes';
import { allowedRepositories } from './repositories/allowedRepositories';
import { allowedByConfig } from './secrets/allowedSecrets';

/**
 * Adds Git hosts of other kinds for the actions, as `gitHostsExtensionPoint` does for the backend
 * of GitOps: by a module of the scaffolder. An extension point belongs to one plugin.
 *
 * @public
 */
export const scaffolderGitHostsExtensionPoint =
  createExtensionPoint<GitHostsExtensionPoint>({
    id: 'scaffolder.gitops.gitHosts',
  });

/**
 * Scaffolder actions that create services wired into Argo CD GitOps. What they write goes to Git
 * alone, by pull request.
 *
 * @public
 */
export const scaffolderGitopsModule = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'gitops',
  register(env) {
    const others: GitHost[] = [];
    env.registerExtensionPoint(scaffolderGitHostsExtensionPoint, {
      addGitHost: host => others.push(host),
    });
    env.registerInit({
      deps: {
        scaffolder: scaffolderActionsExtensionPoint,
        config: coreServices.rootConfig,
        auth: coreServices.auth,
        auditor: coreServices.auditor,
        discovery: coreServices.discovery,
        catalog: catalogServiceRef,
      },
      async init({ scaffolder, config, ...services }) {
        const hosts = allowedRepositories(
          GitHosts.fromConfig(config, others),
          config,
        );
        scaffolder.addActions(
          ...createActions({
            hosts,
            ...services,
            catalogNamespaces: catalogNamespaces(config),
            secretKeyPrefixes: secretKeyPrefixes(config),
            allowedSecrets: allowedByConfig(config),
            promotionModes: promotionModes(config),
          }),
        );
      },
    });
  },
});
