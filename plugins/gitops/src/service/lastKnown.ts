import { DeploymentStatus, Service } from 'backstage-plugin-gitops-common';

/**
 * What was known of a service when the portal's backend answered last: nothing of it is shown as
 * present, and nothing is offered on the strength of it.
 *
 * @param readAt - milliseconds since the epoch
 */
export function lastKnown(service: Service, readAt: number): Service {
  const { deployments, transitions } = service;
  const asOf = <Status extends DeploymentStatus>(status: Status): Status => ({
    ...status,
    staleSince: status.staleSince ?? new Date(readAt).toISOString(),
  });
  return {
    ...service,
    deployments: {
      ...deployments,
      previews: deployments.previews.map(asOf),
      environments: deployments.environments.map(environment => ({
        ...asOf(environment),
        applications: environment.applications.map(asOf),
      })),
    },
    transitions: transitions.map(transition => ({
      ...transition,
      isPermitted: false,
    })),
    actions: {},
  };
}
