import { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { Translate } from '../translations/useGitopsTranslation';
import { environmentTitle, stateWord, versionText } from '../status/wording';

/** Which environments changed their state or version, came or went: a sentence each. */
export function changesBetween(
  before: EnvironmentDeployment[],
  after: EnvironmentDeployment[],
  t: Translate,
): string {
  const old = new Map(
    before.map(deployment => [deployment.environment, deployment]),
  );
  const sentences = after
    .filter(deployment =>
      isChanged(old.get(deployment.environment), deployment),
    )
    .map(deployment =>
      t('change.versioned', {
        environment: environmentTitle(deployment, t),
        state: stateWord(deployment, t),
        version: versionText(deployment, t),
      }),
    );
  const present = new Set(after.map(({ environment }) => environment));
  const gone = before
    .filter(({ environment }) => !present.has(environment))
    .map(deployment =>
      t('change.gone', { environment: environmentTitle(deployment, t) }),
    );
  return [...sentences, ...gone].join(' ');
}

function isChanged(
  before: EnvironmentDeployment | undefined,
  after: EnvironmentDeployment,
): boolean {
  if (!before) return true;
  return (
    before.state !== after.state ||
    before.running !== after.running ||
    (before.staleSince === null) !== (after.staleSince === null)
  );
}
