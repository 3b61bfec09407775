import {
  ArgoCdAction,
  EnvironmentDeployment,
} from 'backstage-plugin-gitops-common';
import { ReactNode } from 'react';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { EnvironmentItem } from './EnvironmentItem';
import styles from './EnvironmentList.module.css';

/** More than these don't fit beside one another */
const mostColumns = 6;
/** More than these leave no room on the lines between them */
const mostColumnsWithLines = 5;

/** What stands at an environment besides its deployment. */
export interface Surroundings {
  arrival?: ReactNode;
  action?: ReactNode;
  notes?: ReactNode;
  /** What the reader may ask of Argo CD in it */
  actions?: ArgoCdAction[];
}

/** The environments in the order of promotion: rows in a narrow card, columns in a wide one. */
export function EnvironmentList({
  environments,
  now,
  surroundingsOf,
}: {
  environments: EnvironmentDeployment[];
  now: number;
  surroundingsOf: (index: number) => Surroundings;
}) {
  const t = useGitopsTranslation();
  return (
    <div className={styles.container}>
      <ol
        className={styles.environments}
        data-columns={environments.length <= mostColumns}
        data-lines={environments.length <= mostColumnsWithLines}
        aria-label={t('card.environments')}
      >
        {environments.map((deployment, index) => (
          <EnvironmentItem
            key={deployment.environment}
            deployment={deployment}
            now={now}
            {...surroundingsOf(index)}
          />
        ))}
      </ol>
    </div>
  );
}
