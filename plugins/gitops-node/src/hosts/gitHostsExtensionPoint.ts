import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { GitHost } from './GitHost';

/**
 * Adds Git hosts of other kinds than those that come along, from a backend module. One with a host
 * name that is configured already comes before that.
 *
 * @public
 */
export interface GitHostsExtensionPoint {
  addGitHost(host: GitHost): void;
}

/** @public */
export const gitHostsExtensionPoint =
  createExtensionPoint<GitHostsExtensionPoint>({ id: 'gitops.gitHosts' });
