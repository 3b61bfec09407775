import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import {
  GitHost,
  GitHosts,
  gitHostsExtensionPoint,
} from 'backstage-plugin-gitops-node';
import { createActions } from './createActions';

/**
 * Scaffolder actions that create services wired into Argo CD GitOps. What they write goes to Git alone, by pull request.
 *
 * @public
 */
export const scaffolderGitopsModule = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'gitops',
  register(env) {
    const others: GitHost[] = [];
    env.registerExtensionPoint(gitHostsExtensionPoint, {
      addGitHost: host => others.push(host),
    });
    env.registerInit({
      deps: {
        scaffolder: scaffolderActionsExtensionPoint,
        config: coreServices.rootConfig,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
        catalog: catalogServiceRef,
      },
      async init({ scaffolder, config, auth, discovery, catalog }) {
        const hosts = GitHosts.fromConfig(config, others);
        scaffolder.addActions(
          ...createActions({ hosts, auth, discovery, catalog }),
        );
      },
    });
  },
});
