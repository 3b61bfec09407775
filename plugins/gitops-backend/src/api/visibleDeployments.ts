import type { ServiceDeployments } from 'backstage-plugin-gitops-common';
import type { Environments } from '../environments/Environments';
import type { ServiceAccess } from './Access';

/** Of what is known of a service, what the caller may see; and whether that is all, told by what there is of any service, not by what this one has. */
export function visibleDeployments(
  deployments: ServiceDeployments,
  { sees }: Pick<ServiceAccess, 'sees'>,
  all: {
    environments: Pick<Environments, 'all'>;
    isAnyInNoEnvironment(): boolean;
  },
): ServiceDeployments {
  const seesAll =
    all.environments.all().every(({ name }) => sees(name)) &&
    (sees('') || !all.isAnyInNoEnvironment());
  return {
    ...deployments,
    environments: deployments.environments.filter(({ environment }) =>
      sees(environment),
    ),
    isRestricted: !seesAll,
  };
}
