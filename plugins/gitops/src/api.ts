import { createApiRef } from '@backstage/frontend-plugin-api';
import { GitopsApi } from 'backstage-plugin-gitops-common';

/**
 * Reads what the GitOps backend knows.
 *
 * @public
 */
export const gitopsApiRef = createApiRef<GitopsApi>().with({
  id: 'plugin.gitops.api',
  pluginId: 'gitops',
});
