import type {
  DifferenceProblemReason,
  EnvironmentDeployment,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { Gitops } from '../Gitops';

/** The only Application of an environment, or why there is not one that can be compared. */
export function soleApplication(
  { applications, title: environment }: EnvironmentDeployment,
  gitops: Pick<Gitops, 'application'>,
): Application | DifferenceProblemReason {
  const [first, ...others] = applications;
  const application = first && gitops.application(first);
  if (!application) return { code: 'noApplication', params: { environment } };
  const count = others.length + 1;
  return count > 1
    ? { code: 'severalApplications', params: { environment, count } }
    : application;
}
