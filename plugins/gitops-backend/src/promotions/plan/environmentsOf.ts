import { ConflictError, InputError } from '@backstage/errors';
import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import type { Application } from '../../argocd/Application';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import {
  environmentsBefore,
  environmentsBetween,
} from '../../environments/routes';
import type { Gitops } from '../../Gitops';
import type { ArgoCdDeployments } from '../ArgoCdDeployments';
import type { Planning } from './Planning';

/** Where a version comes from and where it goes, with the Applications of both. */
export interface PlannedEnvironments {
  readonly source: EnvironmentDeployment;
  readonly target: EnvironmentDeployment;
  readonly sources: readonly Application[];
  readonly targets: readonly Application[];
  /** Between both, where the service is deployed to as well: such as for a hotfix */
  readonly skipped: readonly EnvironmentDeployment[];
}

/**
 * @throws InputError where nothing is promoted from there to there by pull request; ConflictError
 * where an Application is gone meanwhile
 */
export function environmentsOf(
  { query, from, to, rollsBack }: Planning,
  options: {
    gitops: Pick<Gitops, 'deploymentsOf' | 'environments'>;
    deployments: Pick<ArgoCdDeployments, 'application'>;
    settingsOf(environment: string): PromotionSettings | undefined;
  },
): PlannedEnvironments {
  const { gitops, deployments, settingsOf } = options;
  const { environments } = gitops.deploymentsOf(query);
  const find = (name: string) => {
    const found = environments.find(one => one.environment === name);
    if (found) return found;
    throw new InputError(
      `${query.service} has no environment ${name}. It has ${
        environments.map(one => one.environment).join(', ') || 'none'
      }`,
    );
  };
  const target = find(to);
  const source = rollsBack ? target : find(from);
  const all = gitops.environments.all();
  const allowed = environmentsBefore(to, all);
  if (!rollsBack && !allowed.includes(from))
    throw new InputError(
      `${target.title} gets its versions from ${
        allowed.join(' or ') || 'no environment'
      }, not from ${from}`,
    );
  const mode = settingsOf(to)?.mode ?? 'pullRequest';
  if (mode !== 'pullRequest')
    throw new InputError(
      mode === 'workflow'
        ? `${target.title} is promoted to by its workflow, not by pull request`
        : `${target.title} is updated by Argo CD Image Updater, not by pull request`,
    );
  if (target.applications.length === 0)
    throw new InputError(
      `${query.service} has no Application in ${target.title}: there is nothing to promote to`,
    );
  return {
    source,
    target,
    sources: applicationsOf(source, deployments),
    targets: applicationsOf(target, deployments),
    skipped: rollsBack
      ? []
      : environmentsBetween(from, to, all).flatMap(
          name =>
            environments.find(
              one => one.environment === name && one.applications.length > 0,
            ) ?? [],
        ),
  };
}

function applicationsOf(
  { applications }: EnvironmentDeployment,
  deployments: Pick<ArgoCdDeployments, 'application'>,
): Application[] {
  return applications.map(one => {
    const application = deployments.application(one);
    if (application) return application;
    // Without it the plan would be of a part, and look like the whole
    throw new ConflictError(
      `Argo CD ${one.instance} no longer lists ${one.name}. Try again`,
    );
  });
}
