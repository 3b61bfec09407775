import { builtFromDeployments } from '../changes/builtFrom';
import type { Gitops } from '../Gitops';
import type { ServiceAccess } from './ServiceAccess';
import { visibleDeployments } from './visibleDeployments';

/** The commits of versions that run where the caller may see the service, by version. */
export function builtIn(
  seen: ServiceAccess,
  gitops: Pick<Gitops, 'environments' | 'inventory'>,
): ReadonlyMap<string, string> {
  const { environments } = visibleDeployments(seen, gitops);
  return builtFromDeployments(environments, gitops.inventory);
}
