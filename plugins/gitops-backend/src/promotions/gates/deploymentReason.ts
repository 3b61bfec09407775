import type {
  DeploymentReason,
  EnvironmentDeployment,
} from 'backstage-plugin-gitops-common';

/** Why an environment is in its state, as a reason of a gate says it. */
export function deploymentReason({
  state,
  cause,
  remarks,
  applications,
}: EnvironmentDeployment): DeploymentReason {
  return {
    state,
    cause,
    remarks,
    applications: applications.map(({ namespace, name }) => ({
      namespace,
      name,
    })),
  };
}
