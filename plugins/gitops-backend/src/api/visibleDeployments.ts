import type {
  EnvironmentDeployment,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { absent, combine } from '../answers/combine';
import { applicationKey } from '../argocd/Application';
import type { Environments } from '../environments/Environments';
import type { Inventory } from '../inventory/Inventory';
import type { Claim } from '../ownership/Claim';
import type { ServiceAccess } from './ServiceAccess';

/**
 * What the caller may see of a service, with what is wrong about whose it is. Applications of
 * others
 * that the caller may not see do not exist for them. Whether something of the service itself may be
 * hidden depends on the environments that there are, and not on those that it is in, as long as the
 * policy tells by service and environment.
 */
export function visibleDeployments(
  seen: ServiceAccess,
  all: {
    environments: Pick<Environments, 'all' | 'areConfigured' | 'canHold'>;
    inventory: Pick<Inventory, 'count'>;
  },
): ServiceDeployments {
  const { deployments } = seen.answer;
  const visible = visibleOf(seen.claimsIn(''));
  const isRelevant = seen.claims.some(one => one.isVisible || one.isOwn);
  const isAnythingHidden = seen.claims.some(
    ({ isVisible, isOwn }) => isOwn && !isVisible,
  );
  const seesAll =
    !isAnythingHidden &&
    all.environments.all().every(({ name }) => seen.permits(name)) &&
    (seen.permits('') || all.inventory.count('environment', '') === 0);
  return {
    ...deployments,
    environments: isRelevant
      ? deployments.environments.flatMap(one => visibleIn(one, seen, all) ?? [])
      : [],
    previews: deployments.previews.filter(one =>
      visible.has(applicationKey(one)),
    ),
    problems: [...deployments.problems, ...seen.problems],
    isRestricted: !seesAll,
  };
}

function visibleIn(
  held: EnvironmentDeployment,
  seen: ServiceAccess,
  {
    environments,
  }: { environments: Pick<Environments, 'areConfigured' | 'canHold'> },
): EnvironmentDeployment | undefined {
  const { environment: name, title } = held;
  if (held.applications.length === 0)
    return seen.permits(name) ? held : undefined;
  const claims = seen.claimsIn(name);
  const visible = visibleOf(claims);
  const applications = held.applications.filter(one =>
    visible.has(applicationKey(one)),
  );
  if (applications.length === held.applications.length) return held;
  if (applications.length > 0) return combine({ name, title }, applications);
  // What is hidden here belongs to others: to the caller, the service has nothing here
  const isAbsent =
    environments.areConfigured &&
    name !== '' &&
    !claims.some(({ isOwn }) => isOwn) &&
    seen.permits(name);
  return isAbsent
    ? absent(
        { name, title },
        seen.answer.deployments.instances.filter(instance =>
          environments.canHold(instance.name, name),
        ),
      )
    : undefined;
}

/** Keys of the Applications that the caller may see. */
function visibleOf(claims: readonly Claim[]): ReadonlySet<string> {
  return new Set(
    claims.flatMap(({ application, isVisible }) =>
      isVisible ? [applicationKey(application)] : [],
    ),
  );
}
