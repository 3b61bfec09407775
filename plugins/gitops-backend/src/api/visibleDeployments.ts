import type {
  Environment,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import type { ServiceAccess } from './Access';

/** Of what is known of a service, what the caller may see; and whether that is all, told by the environments there are, not by what the service has in them. */
export function visibleDeployments(
  deployments: ServiceDeployments,
  { sees }: Pick<ServiceAccess, 'sees'>,
  environments: readonly Environment[],
): ServiceDeployments {
  const names = ['', ...environments.map(({ name }) => name)];
  return {
    ...deployments,
    environments: deployments.environments.filter(({ environment }) =>
      sees(environment),
    ),
    isRestricted: !names.every(sees),
  };
}
