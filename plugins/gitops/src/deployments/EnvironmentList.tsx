import { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { EnvironmentItem } from './EnvironmentItem';
import styles from './EnvironmentList.module.css';

/** More than these don't fit beside one another */
const mostColumns = 6;
const tickMs = 15_000;

/** The environments in the order of promotion: rows in a narrow card, columns in a wide one. */
export function EnvironmentList({
  environments,
}: {
  environments: EnvironmentDeployment[];
}) {
  const t = useGitopsTranslation();
  const now = useNow(tickMs);
  return (
    <div className={styles.container}>
      <ol
        className={styles.environments}
        data-columns={environments.length <= mostColumns}
        aria-label={t('card.environments')}
      >
        {environments.map(deployment => (
          <EnvironmentItem
            key={deployment.environment}
            deployment={deployment}
            now={now}
          />
        ))}
      </ol>
    </div>
  );
}
