import { NotAllowedError } from '@backstage/errors';
import { gitopsPromotionOverridePermission } from 'backstage-plugin-gitops-common';
import { environmentsBefore } from '../environments/routes';
import type { Gitops } from '../Gitops';
import type { VersionHistory } from '../promotions/plan/VersionHistory';
import type { Rights } from './Rights';
import type { ServiceAccess } from './ServiceAccess';

/**
 * Refuses a version that neither runs in an environment before nor was seen healthy in one, unless
 * the caller may override. Before the first environment, every version comes from outside.
 *
 * @throws NotAllowedError; ServiceUnavailableError where the past is not known
 */
export async function refuseUnseenVersion(
  { query, answer }: Pick<ServiceAccess, 'query' | 'answer'>,
  { to, version }: { to: string; version: string },
  options: {
    gitops: Pick<Gitops, 'environments'>;
    history: VersionHistory;
    rights: Pick<Rights, 'may'>;
  },
): Promise<void> {
  const { gitops, history, rights } = options;
  const names = environmentsBefore(to, gitops.environments.all());
  const before = answer.deployments.environments.filter(
    ({ environment, applications }) =>
      names.includes(environment) && applications.length > 0,
  );
  if (
    before.length === 0 ||
    rights.may(gitopsPromotionOverridePermission, to) ||
    before.some(({ versions }) => versions.includes(version))
  )
    return;
  const runs = await history.runs(query, before);
  if (runs.some(one => one.version === version && one.artifacts)) return;
  throw new NotAllowedError(
    `${version} neither runs in ${before
      .map(({ title }) => title)
      .join(
        ' or ',
      )} nor was it seen healthy there. Running the workflow for it needs ${
      gitopsPromotionOverridePermission.name
    } in ${to}`,
  );
}
