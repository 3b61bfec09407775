import type { BackendPluginRegistrationPoints } from '@backstage/backend-plugin-api';
import {
  GitHost,
  gitHostsExtensionPoint,
  gitopsGatesExtensionPoint,
  ReadingGate,
} from 'backstage-plugin-gitops-node';

/** What modules add. It is complete once the plugin is initialised. */
export function registerExtensionPoints(env: BackendPluginRegistrationPoints): {
  addedHosts: readonly GitHost[];
  addedGates: readonly ReadingGate<unknown>[];
} {
  const addedHosts: GitHost[] = [];
  const addedGates: ReadingGate<unknown>[] = [];
  env.registerExtensionPoint(gitHostsExtensionPoint, {
    addGitHost: host => addedHosts.push(host),
  });
  env.registerExtensionPoint(gitopsGatesExtensionPoint, {
    addGate: gate => addedGates.push(gate),
  });
  return { addedHosts, addedGates };
}
